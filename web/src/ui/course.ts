// What the course of a round means for a form of it.
import type { CourseView } from '@/api/types'

type Say = (key: string, named?: Record<string, unknown>) => string

/** Why the form takes nothing now; '' where the round is no reason. A closed round has words of its own. */
export function courseText(course: CourseView, state: string, t: Say): string {
  if (course.phase === 'planned') return t('round.courseNotBegun', { day: course.opens })
  if (course.phase === 'paused') return t('round.coursePaused', { reason: course.pause_reason })
  if (course.phase === 'ended') return t('round.courseEnded', { day: course.closes })
  return course.phase === 'open' && course.too_late && state === 'draft' ? t('round.courseTooLate') : ''
}

/** What stands beside the last day: that it comes soon, or until when one may be late. '' where neither holds. */
export function dayMark(course: CourseView, due: string, state: string, today: string, t: Say): string {
  if (course.phase !== 'open') return course.phase === 'closed' ? '' : t(`round.phase_${course.phase}`)
  if (state !== 'draft' && state !== 'returned') return ''
  if (today <= due) return course.reminds && course.reminds <= today ? t('round.soon') : ''
  const until = course.leave_until ?? course.late_until
  return state === 'draft' && !course.too_late && until ? t('round.lateTo', { day: until }) : ''
}

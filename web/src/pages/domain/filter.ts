import type { ObjectiveRow, TargetView } from '@/api/types'
import type { State } from '@/ui/states'

/** Objectives that the words name, each with the targets in the chosen states; an objective whose own text is named keeps all of them. */
export function filterObjectives(objectives: ObjectiveRow[], words: string, chosen: State[]): ObjectiveRow[] {
  const wanted = words.trim().toLowerCase()
  const says = (...texts: (string | null | undefined)[]) => texts.some((text) => text?.toLowerCase().includes(wanted))
  return objectives.flatMap((objective) => {
    const whole = says(objective.number, objective.text, ...objective.units.map((unit) => unit.name))
    const targets = objective.targets.filter(
      (target) => inState(target, chosen) && (whole || says(target.name, target.indicator, target.target_text)),
    )
    const bare = whole && (!chosen.length || isChosenQualitative(objective, chosen))
    return targets.length || bare ? [{ ...objective, targets }] : []
  })
}

const stateOf = (target: TargetView): string => target.judgement?.state ?? 'not_judged'

const inState = (target: TargetView, chosen: State[]): boolean =>
  !chosen.length || (chosen as string[]).includes(stateOf(target))

const isChosenQualitative = (objective: ObjectiveRow, chosen: State[]): boolean =>
  objective.kind === 'qualitative' && chosen.includes('qualitative')

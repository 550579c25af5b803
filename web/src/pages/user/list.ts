import type { UserRow } from '@/api/types'

export const roles = ['administrator', 'auditor', 'evaluator', 'leader', 'reporter', 'reviewer'] as const
/** Whether people of a role belong to a unit. */
export const ofUnit = (role: string): boolean => role === 'reporter' || role === 'reviewer'

export const userStates = ['active', 'password', 'locked', 'inactive'] as const
export type UserState = (typeof userStates)[number]

/** What keeps a user from work, the strongest first. */
export function stateOf(user: UserRow): UserState {
  if (!user.active) return 'inactive'
  if (user.locked_until) return 'locked'
  return user.must_change_password ? 'password' : 'active'
}

export interface AskedUsers {
  words: string
  /** Empty for all. */
  role: string
  state: string
}

export function listUsers(users: UserRow[], asked: AskedUsers): UserRow[] {
  const words = asked.words.trim().toLowerCase()
  const held = (user: UserRow) => [user.name, user.display_name, user.unit_name ?? ''].some((text) => text.toLowerCase().includes(words))
  return users.filter(
    (user) => (!asked.role || user.role === asked.role) && (!asked.state || stateOf(user) === asked.state) && (!words || held(user)),
  )
}

/** Who can take over from a contact person: active, of the same unit and role. */
export const successorsOf = (users: UserRow[], from: UserRow): UserRow[] =>
  users.filter((one) => one.id !== from.id && one.active && one.role === from.role && one.unit === from.unit)

import { computed, ref, watchEffect } from 'vue'
import { useRoute, type RouteLocationRaw } from 'vue-router'
import { usePlans } from '@/api/queries'
import type { PlanView } from '@/api/types'
import { isPastDay } from '@/ui/day'

// Pages without a plan in their address (a submission, the users) keep the plan that was looked at last.
const lastPlan = ref('')

const levels = ['town', 'county', 'prefecture', 'province', 'nation', 'national']

/** The plan of the lowest level: whoever installs Heng comes for that one, the others are there to compare. */
export function lowestPlan(plans: PlanView[]): PlanView | undefined {
  const rank = (plan: PlanView) => {
    const at = levels.indexOf(plan.level)
    return at < 0 ? levels.length : at
  }
  return [...plans].sort((a, b) => rank(a) - rank(b))[0]
}

/** The plan, the year and the day of knowledge that the address names, and links that keep them. */
export function usePlan() {
  const route = useRoute()
  const plans = usePlans()

  const code = computed(() => {
    const named = route.params.plan
    if (typeof named === 'string' && named) return named
    return lastPlan.value || lowestPlan(plans.data.value ?? [])?.code || ''
  })
  watchEffect(() => {
    if (code.value) lastPlan.value = code.value
  })

  const plan = computed(() => plans.data.value?.find((one) => one.code === code.value))
  /** Undefined leaves the choice to the server: the latest year with a figure. */
  const year = computed(() => {
    const asked = Number(route.query.year)
    const known = plan.value?.years.includes(asked) ?? (Number.isInteger(asked) && asked > 0)
    return known ? asked : undefined
  })
  /** Figures are those known at the end of this day; undefined for what is known now. */
  const asOf = computed(() => {
    const day = route.query.as_of
    return typeof day === 'string' && isPastDay(day) ? day : undefined
  })
  const shownYear = computed(() => year.value ?? plan.value?.latest_year ?? plan.value?.start)
  const readable = computed(() => plan.value?.can_read_figures ?? false)

  function to(name: string, params: Record<string, string | number> = {}, query: Record<string, string> = {}): RouteLocationRaw {
    const kept = { ...(year.value && { year: String(year.value) }), ...(asOf.value && { as_of: asOf.value }) }
    return { name, params: { plan: code.value, ...params }, query: { ...kept, ...query } }
  }

  return { plans, plan, code, year, asOf, shownYear, readable, to }
}

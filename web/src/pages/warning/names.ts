// The domains of a plan by name.
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useOverview } from '@/api/queries'

export function useDomainTitles(plan: MaybeRefOrGetter<string>) {
  const overview = useOverview(plan, undefined)
  return computed(() => (toValue(plan) ? (overview.data.value?.domains ?? []) : []))
}

import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useSession } from '@/api/queries'
import type { WarningParams } from '@/api/types'
import { useWarnings } from '@/api/warnings'
import { usePlan } from '@/plan'

/** The warnings that stand, or stood at the end of the day that the page speaks of; undefined where one may not see them. */
export function useStanding(of: MaybeRefOrGetter<WarningParams>) {
  const { code, readable, asOf } = usePlan()
  const session = useSession()
  const may = computed(() => readable.value && (session.data.value?.can.includes('warning.read') ?? false))
  const warnings = useWarnings(code, computed(() => ({ ...toValue(of), state: 'raised', as_of: asOf.value })), may)
  return computed(() => (may.value ? warnings.data.value : undefined))
}

import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useSession } from '@/api/queries'
import type { WarningParams } from '@/api/types'
import { useWarnings } from '@/api/warnings'
import { usePlan } from '@/plan'

/** The warnings that stand; undefined where one may not see them. */
export function useStanding(of: MaybeRefOrGetter<WarningParams>) {
  const { code, readable } = usePlan()
  const session = useSession()
  const may = computed(() => readable.value && (session.data.value?.can.includes('warning.read') ?? false))
  const warnings = useWarnings(code, computed(() => ({ ...toValue(of), state: 'raised' })), may)
  return computed(() => (may.value ? warnings.data.value : undefined))
}

// What is typed is checked a moment after the last stroke, then proposed; leaving asks where something would be lost.
import { computed, onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { checkChanges, proposeChanges } from '@/api/catalogue'
import { queryClient } from '@/api/queries'
import type { AmendedRow } from '@/api/types'
import { usePlan } from '@/plan'
import { guardLeave } from '@/ui/leave'
import { standOf, type Checked } from './amend'

/** How long after the last stroke it is checked. */
const pause = 400

/** `wrong`: how much the page itself finds wrong, which the server is not asked for. */
export function useChecking(changes: Ref<AmendedRow[]>, changed: Ref<boolean>, wrong: Ref<number>) {
  const { t } = useI18n()
  const router = useRouter()
  const { code: plan } = usePlan()
  const found = shallowRef<Checked>()
  const proposed = ref(false)

  const stand = computed(() => standOf(found.value, changes.value))
  const faults = computed(() => (changed.value && stand.value === 'checked' ? found.value?.told?.problems ?? [] : []))
  const count = computed(() => faults.value.length + wrong.value)
  const ready = computed(() => changed.value && !count.value && stand.value !== 'checking')
  const said = computed(() => {
    if (!changed.value) return t('proposal.unchanged')
    if (count.value) return t('proposal.faults', { count: count.value })
    return t(`proposal.${stand.value === 'checked' ? 'fine' : stand.value}`)
  })

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(changes, (of) => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const told = await checkChanges(plan.value, of).catch(() => undefined)
      if (of === changes.value) found.value = { of, told }
    }, pause)
  }, { immediate: true })
  onBeforeUnmount(() => clearTimeout(timer))

  const loses = () => changed.value && !proposed.value
  guardLeave(() => !loses() || window.confirm(t('proposal.leave')), loses)

  async function propose(reason: string) {
    const made = await proposeChanges(plan.value, changes.value, reason)
    proposed.value = true
    await queryClient.invalidateQueries({ queryKey: ['proposals'] })
    await router.push({ name: 'proposal', params: { id: made.proposal.id } })
  }

  return { found, faults, ready, said, propose }
}

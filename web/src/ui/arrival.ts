// After the first page, focus follows to the head of each new one, so that the keyboard and a screen reader go on there.
import { nextTick, onMounted, watch, type Ref } from 'vue'
import { useRoute } from 'vue-router'

let here: string | undefined

/** `head` is focused once for each new path; a change of the query alone leaves the focus where it is. */
export function useArrival(head: Ref<HTMLElement | null | undefined>): void {
  const route = useRoute()
  async function arrive() {
    const first = here === undefined
    if (here === route.path) return
    here = route.path
    await nextTick()
    // What asks to be typed in on a page of its own keeps the focus.
    if (!first && !document.activeElement?.closest('[role="dialog"], [autofocus]')) head.value?.focus({ preventScroll: true })
  }
  onMounted(arrive)
  watch(() => route.path, arrive, { flush: 'post' })
}

import { onBeforeUnmount, onMounted, type Ref } from 'vue'

/** Boxes that scroll by themselves can be reached by Tab while they do, so that arrow keys move what is in them. */
export function useReachableBoxes(main: Ref<HTMLElement | undefined>): void {
  let asked = 0
  const mark = () => {
    asked = 0
    for (const box of main.value?.querySelectorAll<HTMLElement>('.scroll-x, .held') ?? []) {
      const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight
      if (scrolls) box.tabIndex = 0
      else box.removeAttribute('tabindex')
    }
  }
  // Once for all that changes before the next picture.
  const later = () => { asked ||= requestAnimationFrame(mark) }
  const changes = new MutationObserver(later)
  onMounted(() => {
    if (main.value) changes.observe(main.value, { childList: true, subtree: true })
    window.addEventListener('resize', later)
  })
  onBeforeUnmount(() => {
    changes.disconnect()
    window.removeEventListener('resize', later)
    cancelAnimationFrame(asked)
  })
}

import { onBeforeUnmount, onMounted, type Ref } from 'vue'

/** Keeps the height of the bar that stands above the form in `--bar`, so that the heads of tables stop beneath it. */
export function useBarHeight(bar: Readonly<Ref<HTMLElement | null>>): void {
  const measure = () => document.documentElement.style.setProperty('--bar', `${bar.value?.offsetHeight ?? 0}px`)
  let watcher: ResizeObserver | undefined
  onMounted(() => {
    measure()
    watcher = new ResizeObserver(measure)
    if (bar.value) watcher.observe(bar.value)
  })
  onBeforeUnmount(() => watcher?.disconnect())
}

/** Says whether a box is too narrow for what it holds: then it scrolls by itself, and its heads stand still within it. */
export function useTooNarrow(box: Readonly<Ref<HTMLElement | null>>, tell: (narrow: boolean) => void): void {
  let watcher: ResizeObserver | undefined
  onMounted(() => {
    const element = box.value
    if (!element) return
    watcher = new ResizeObserver(() => tell(element.scrollWidth > element.clientWidth + 1))
    watcher.observe(element)
  })
  onBeforeUnmount(() => watcher?.disconnect())
}

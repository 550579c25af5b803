import { onBeforeUnmount, onMounted } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from 'vue-router'

const sameAddress = (to: RouteLocationNormalized, from: RouteLocationNormalized): boolean => JSON.stringify(to.params) === JSON.stringify(from.params)

/**
 * Before what is typed on a page is lost: `mayLeave` decides, by asking, whether another page may come; where `loses` says so,
 * the browser asks before it closes this one.
 */
export function guardLeave(mayLeave: () => boolean | Promise<boolean>, loses: () => boolean): void {
  onBeforeRouteLeave(mayLeave)
  onBeforeRouteUpdate((to, from) => sameAddress(to, from) || mayLeave())

  function warn(event: BeforeUnloadEvent) {
    if (loses()) event.preventDefault()
  }
  onMounted(() => window.addEventListener('beforeunload', warn))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', warn))
}

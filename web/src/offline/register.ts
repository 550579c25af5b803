import { ref } from 'vue'

/** Whether a page opens again without a network; undefined until the browser has said so. */
export const reopens = ref<boolean>()

let asked = false

/** Has the browser keep the files of the program; it does so by HTTPS with a certificate that it trusts, or on the same machine. */
export async function keepProgram(): Promise<void> {
  if (asked) return
  asked = true
  try {
    await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
    await navigator.serviceWorker.ready
    reopens.value = true
  } catch {
    reopens.value = false
  }
}

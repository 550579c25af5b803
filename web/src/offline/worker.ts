// The service worker: keeps the files of the program, so that a page can be opened again without a network. What the
// API answers never comes here: it hangs on who is signed in, which only the page knows (kept.ts).
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { NetworkOnly } from 'workbox-strategies'

declare const self: Window & { __WB_MANIFEST: PrecacheEntry[]; skipWaiting: () => Promise<void> }

/** Seconds; a server that says nothing for so long cannot be reached. */
const patience = 5
const index = '/index.html'

// A new program takes the place of the kept one at once. Pages that are open go on with what they have loaded.
void self.skipWaiting()
clientsClaim()
cleanupOutdatedCaches()

// The page itself comes from the server while there is one: so nobody works with an old program.
const page = new NetworkOnly({
  networkTimeoutSeconds: patience,
  plugins: [
    {
      fetchDidSucceed: async ({ response }) => {
        if (response.status >= 500) throw new Error(`the server cannot be reached: ${response.status}`)
        return response
      },
      handlerDidError: () => matchPrecache(index),
    },
  ],
})
registerRoute(new NavigationRoute(page, { denylist: [/^\/api\//, /^\/healthz$/] }))
precacheAndRoute(self.__WB_MANIFEST, { directoryIndex: '', cleanURLs: false })

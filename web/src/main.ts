import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp, watch } from 'vue'
import App from './App.vue'
import { loadEnglish } from './api/client'
import { queryClient } from './api/queries'
import { installElement } from './element'
import { chooseLanguage, i18n, keptLanguage, language } from './i18n'
import { followAnswers } from './offline/kept'
import { router } from './router'
import './styles/tokens.css'
import './styles/element.css'
import './styles/base.css'
import './styles/print.css'

// What has been answered in the other language is asked for again.
async function follow(now: string, before?: string) {
  if (now === 'en') await loadEnglish().catch(() => undefined)
  if (before) await queryClient.invalidateQueries()
}

followAnswers()
const app = createApp(App)
installElement(app)
// Texts that do not load leave the page in Chinese rather than empty.
void chooseLanguage(keptLanguage())
  .catch(() => undefined)
  .then(() => follow(language()))
  .then(() => app.use(i18n).use(router).use(VueQueryPlugin, { queryClient }).mount('#app'))
  .then(() => watch(language, follow))

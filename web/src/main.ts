import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import App from './App.vue'
import { queryClient } from './api/queries'
import { installElement } from './element'
import { chooseLanguage, i18n, keptLanguage } from './i18n'
import { router } from './router'
import './styles/tokens.css'
import './styles/element.css'
import './styles/base.css'
import './styles/print.css'

const app = createApp(App)
installElement(app)
// Texts that do not load leave the page in Chinese rather than empty.
void chooseLanguage(keptLanguage())
  .catch(() => undefined)
  .then(() => app.use(i18n).use(router).use(VueQueryPlugin, { queryClient }).mount('#app'))

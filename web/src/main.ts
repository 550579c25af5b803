import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import App from './App.vue'
import { queryClient } from './api/queries'
import { installElement } from './element'
import { i18n } from './i18n'
import { router } from './router'
import './styles/tokens.css'
import './styles/element.css'
import './styles/base.css'

const app = createApp(App)
installElement(app)
app.use(i18n).use(router).use(VueQueryPlugin, { queryClient }).mount('#app')

import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { describe, expect, it } from 'vitest'
import { i18n } from '@/i18n'
import FigureButton from './FigureButton.vue'
import WithheldNote from './WithheldNote.vue'

const shown = (component: typeof FigureButton | typeof WithheldNote, props: Record<string, unknown>) =>
  renderToString(createSSRApp(component, props).use(i18n))
const figure = (value: string | null, confidential: boolean, not_applicable = false) =>
  shown(FigureButton, { point: { value, display: value, carried_from: null, estimated: false, break_note: null, rivals: [], confidential, not_applicable } })

describe('a figure that is not published', () => {
  it('is marked as such, and is neither missing nor zero', async () => {
    expect(await figure(null, true)).toContain('不公布')
    expect(await figure(null, false)).toContain('缺')
    expect(await figure(null, false)).not.toContain('不公布')
    expect(await figure('0', false)).toContain('>0')
  })

  it('is not applicable where there can be none, which is neither missing nor withheld', async () => {
    expect(await figure(null, false, true)).toContain('不适用')
    expect(await figure(null, false, true)).not.toMatch(/缺|不公布/)
    expect(await figure(null, true, true)).toContain('不公布')
    expect(await figure('0', false, false)).not.toContain('不适用')
  })
})

describe('why figures are not published', () => {
  it('is said where some are, and while it is not decided', async () => {
    const figures = [{ confidential: false }, { confidential: true }]
    expect(await shown(WithheldNote, { protection: 'applied', figures })).toContain('为保护统计调查对象')
    expect(await shown(WithheldNote, { protection: 'applied', figures: figures.slice(0, 1) })).not.toContain('为保护')
    expect(await shown(WithheldNote, { protection: 'pending', figures: [] })).toContain('正在确定')
    expect(await shown(WithheldNote, { protection: 'none', figures })).not.toContain('不公布')
  })
})

// What the checks found: which of it is shown when, and which explanations have lost what they explained.
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { FindingView, SubmissionView } from '@/api/types'
import type { Edits } from './edits'

export function groupByCell(findings: FindingView[]): Map<string, FindingView[]> {
  const groups = new Map<string, FindingView[]>()
  for (const finding of findings) groups.set(finding.cell, [...(groups.get(finding.cell) ?? []), finding])
  return groups
}

/** Cells whose note explained a finding that there is no longer; with another one the note may be about that. */
export function withoutCause(known: ReadonlySet<string>, before: FindingView[], now: FindingView[]): ReadonlySet<string> {
  const explained = before.filter((one) => one.explained).map((one) => one.cell)
  const queried = new Set(now.filter((one) => one.severity === 'query').map((one) => one.cell))
  return new Set([...known, ...explained].filter((cell) => !queried.has(cell)))
}

export function useFindings(view: Ref<SubmissionView>, edits: Ref<Edits>) {
  const touched = ref(new Set<string>())
  const attempted = ref(false)
  const blamed = (cell: string) => (attempted.value || touched.value.has(cell)) && !edits.value.has(cell)
  const shown = (finding: FindingView) => finding.check !== 'required' || blamed(finding.cell)
  const findings = computed(() => view.value.findings.filter(shown))
  const byCell = computed(() => groupByCell(findings.value))
  const causeless = shallowRef<ReadonlySet<string>>(new Set())
  watch(() => view.value.findings, (now, before) => (causeless.value = withoutCause(causeless.value, before, now)))
  return {
    attempted,
    causeless,
    findings,
    findingsAt: (cell: string) => byCell.value.get(cell) ?? [],
    blame(cell: string) {
      if (!touched.value.has(cell)) touched.value = new Set(touched.value).add(cell)
    },
  }
}

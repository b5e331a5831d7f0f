// Sends the county what /openapi.json allows and what it does not: no answer may be a 5xx, none may
// differ from the document. `SCHEMATHESIS=path node tests/openapi/run.mjs`.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { County, output } from '../support/county.mjs'

const tool = process.env.SCHEMATHESIS ?? 'schemathesis'
const county = new County({ households: 120 })
let failed = true
try {
  const url = await county.start()
  const { name, password } = county.account('county_administrator')
  const login = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name, password }),
  })
  if (!login.ok) throw new Error(`the administrator was not let in: ${login.status} ${await login.text()}`)
  const cookie = login.headers.getSetCookie()[0].split(';')[0]
  const list = async (operation, query) => {
    const answer = await fetch(`${url}/api/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie },
      body: JSON.stringify(query),
    })
    if (!answer.ok) throw new Error(`${operation}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()).rows
  }
  const some = { q: '', limit: 20, offset: 0, household_id: null, persons: [], groups: [] }
  const visits = await list('visit.list', { ...some, view: 'all', purposes: [], month: null })
  const known = {
    household: visits.map((row) => row.household_id),
    visit: visits.map((row) => row.id),
    measure: (await list('measure.list', { ...some, view: 'open', classes: [] })).map((row) => row.id),
    person: [(await login.json()).person],
  }
  if (!known.visit.length || !known.measure.length) throw new Error('the demo county has no work to ask about')
  const file = join(county.folder, 'known.json')
  writeFileSync(file, JSON.stringify(known))
  const run = spawn(
    tool,
    [
      'run', `${url}/openapi.json`,
      '--header', `Cookie: ${cookie}`,
      '--header', `Origin: ${url}`,
      '--phases', 'examples,coverage,fuzzing',
      '--max-examples', process.env.ZHUCUN_FUZZ ?? '25',
      // Rules of the records refuse what a schema cannot say, with a status that the document declares.
      '--exclude-checks', 'positive_data_acceptance,negative_data_rejection,ignored_auth',
      '--request-timeout', '20',
      '--continue-on-failure',
      '--seed', process.env.ZHUCUN_FUZZ_SEED ?? '7',
      '--no-color',
    ],
    {
      cwd: output('openapi'),
      stdio: 'inherit',
      env: {
        ...process.env,
        ZHUCUN_KNOWN: file,
        SCHEMATHESIS_HOOKS: fileURLToPath(new URL('hooks.py', import.meta.url)),
      },
    },
  )
  failed = (await new Promise((ended, lost) => run.on('exit', ended).on('error', lost))) !== 0
  const alive = await fetch(`${url}/healthz`)
  if (!alive.ok) throw new Error(`the county is no longer well: ${alive.status}`)
} finally {
  await county.stop()
  county.remove()
}
process.exit(failed ? 1 : 0)

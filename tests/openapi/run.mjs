// Sends the county what /openapi.json allows and what it does not: no answer may be a 5xx, none may
// differ from the document. `SCHEMATHESIS=path node tests/openapi/run.mjs`.
import { spawnSync } from 'node:child_process'
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
  const run = spawnSync(
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
    { cwd: output('openapi'), stdio: 'inherit' },
  )
  if (run.error) throw run.error
  failed = run.status !== 0
  const alive = await fetch(`${url}/healthz`)
  if (!alive.ok) throw new Error(`the county is no longer well: ${alive.status}`)
} finally {
  await county.stop()
  county.remove()
}
process.exit(failed ? 1 : 0)

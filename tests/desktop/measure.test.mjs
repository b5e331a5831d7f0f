// What is measured of a window is measured of all its processes, whichever come and go meanwhile.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { pssOf } from './measure.mjs'

test('a process that has ended counts nothing, and the one that is measured must be there', async () => {
  // It ends only when its parent is another program, which takes no note of it: there is nothing to be read of its memory.
  const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const [line] = await parent.stdout.take(1).toArray()
    const ended = () => readFileSync(`/proc/${Number(line)}/stat`, 'utf8').includes(') Z ')
    for (let tries = 0; !ended() && tries < 100; tries++) await sleep(20)
    assert.ok(ended())
    assert.ok(Number.isInteger(pssOf(parent.pid)))
  } finally {
    const gone = new Promise((done) => parent.once('exit', done))
    parent.kill('SIGKILL')
    await gone
  }
  assert.throws(() => pssOf(parent.pid))
})

// Photos to the real county server by a tus client that is not ours: whole, cut and gone on with over a server that was
// killed, damaged on the way, given up. The photos are those of a laptop whose pieces a road between them kept back.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer, request as ask } from 'node:http'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import * as tus from 'tus-js-client'
import { County, passphrase, program } from '../support/county.mjs'

const run = promisify(execFile)
const PIECE = 64 * 1024
let county, road, token
/** SHA-256 → bytes, as the laptop would have handed them over. */
const photos = new Map()

/** A picture that no encoder makes small. */
function picture(path, seed, width = 900, height = 700) {
  const row = Math.ceil((width * 3) / 4) * 4
  const bytes = Buffer.alloc(54 + row * height)
  bytes.write('BM', 0, 'latin1')
  for (const [at, value] of [[2, bytes.length], [10, 54], [14, 40], [18, width], [22, height], [34, row * height]]) bytes.writeUInt32LE(value, at)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  let state = seed
  for (let at = 54; at < bytes.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[at] = state >>> 24
  }
  writeFileSync(path, bytes)
}

/** Hands everything through but the pieces of photos: those it keeps, and says that they came. */
function roadTo(url) {
  const held = new Map()
  const server = createServer((from, to) => {
    const body = []
    from.on('data', (bytes) => body.push(bytes))
    from.on('end', () => {
      const bytes = Buffer.concat(body)
      if (from.method === 'PATCH') {
        const file = held.get(from.url)
        file.push(bytes)
        to.writeHead(204, { 'tus-resumable': '1.0.0', 'upload-offset': Number(from.headers['upload-offset']) + bytes.length })
        to.end()
        return
      }
      const onward = ask(url + from.url, { method: from.method, headers: from.headers }, (answer) => {
        const location = answer.headers.location
        if (location) held.set(location, [])
        to.writeHead(answer.statusCode, answer.headers)
        answer.pipe(to)
      })
      onward.end(bytes)
    })
  })
  return new Promise((ready) => {
    server.listen(0, '127.0.0.1', () => ready({ url: `http://127.0.0.1:${server.address().port}`, files: () => [...held.values()].map((pieces) => Buffer.concat(pieces)), close: () => server.close() }))
  })
}

const sha = (name, bytes) => createHash(name).update(bytes)

before(async () => {
  county = new County({ households: 60 })
  await county.start()
  road = await roadTo(county.url)
  const account = county.account('first_secretary').name
  const profile = county.folderOfLaptop()
  // Not county.zhucun: it would keep this process, and the road in it, from answering.
  const zhucun = async (...args) => {
    const { stdout } = await run(program('zhucun'), ['--profile', profile, ...args, '--json'], { env: { ...process.env, ZHUCUN_PASSPHRASE: passphrase }, maxBuffer: 1 << 26 })
    return stdout.trim() === '' ? null : JSON.parse(stdout)
  }
  await zhucun('enrol', '--server', road.url, '--code', county.code(account))
  await zhucun('sync')
  const { rows } = await zhucun('list', 'households', '--limit', '1')
  const files = [1, 2, 3].map((seed) => join(county.folder, `${seed}.bmp`))
  files.forEach((path, index) => picture(path, index + 1))
  await zhucun('visit', 'add', '--household', rows[0].id, '--note', '看了屋顶，拍了三张。', ...files.flatMap((path) => ['--photo', path]))
  await zhucun('sync')
  for (const bytes of road.files()) photos.set(sha('sha256', bytes).digest('hex'), bytes)
  assert.equal(photos.size, 3)

  const key = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x
  const enrolled = await fetch(`${county.url}/sync/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: county.code(account), device_public_key: Buffer.from(key, 'base64url').toString('hex'), machine: 'tus', app: 'tus-js-client' }),
  })
  assert.equal(enrolled.status, 200)
  token = (await enrolled.json()).token
})

after(async () => {
  road?.close()
  await county?.stop()
  county?.remove()
})

/** Every request of an upload as `method offset bytes`. */
function upload(hash, bytes, more = {}) {
  const said = []
  let settle
  const done = new Promise((resolve, reject) => (settle = { resolve, reject }))
  // One that is broken off on purpose is not waited for.
  done.catch(() => undefined)
  const it = new tus.Upload(bytes, {
    endpoint: `${county.url}/sync/v1/files`,
    chunkSize: PIECE,
    metadata: { sha256: hash },
    headers: { authorization: `Bearer ${token}` },
    retryDelays: null,
    storeFingerprintForResuming: false,
    onSuccess: () => settle.resolve(),
    onError: (error) => settle.reject(error),
    onAfterResponse: (req, res) => {
      said.push({ method: req.getMethod(), status: res.getStatus(), offset: Number(res.getHeader('Upload-Offset')) })
      more.seen?.(said.at(-1))
    },
    ...more,
  })
  return { it, done, said }
}

const offsetOf = async (url) => {
  const head = await fetch(url, { method: 'HEAD', headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' } })
  return head.ok ? Number(head.headers.get('upload-offset')) : head.status
}
const held = async (hash) => {
  const answer = await fetch(`${county.url}/sync/v1/files/${hash}`, { headers: { authorization: `Bearer ${token}` } })
  return answer.ok ? Buffer.from(await answer.arrayBuffer()) : answer.status
}

test('what the county lacks is handed over whole', async () => {
  const [hash, bytes] = [...photos][0]
  assert.equal(await held(hash), 404)
  const { it, done, said } = upload(hash, bytes)
  it.start()
  await done
  assert.deepEqual(said.map((s) => s.method), ['POST', ...Array(Math.ceil(bytes.length / PIECE)).fill('PATCH')])
  assert.ok((await held(hash)).equals(bytes))
})

test('an upload that was cut goes on where it stood, also over a server that was killed', async () => {
  const [hash, bytes] = [...photos][1]
  const cut = upload(hash, bytes, { seen: (s) => s.method === 'PATCH' && s.offset >= 2 * PIECE && void cut.it.abort() })
  cut.it.start()
  while (cut.said.filter((s) => s.method === 'PATCH').length < 2) await new Promise((later) => setTimeout(later, 10))
  await cut.it.abort()
  await county.stop('SIGKILL')
  await county.start()
  const url = cut.it.url
  const stood = await offsetOf(url)
  assert.ok(stood >= 2 * PIECE && stood < bytes.length, `it stands at ${stood} of ${bytes.length}`)
  assert.equal(await held(hash), 404, 'half a file is none')

  const { it, done, said } = upload(hash, bytes, { uploadUrl: url })
  it.start()
  await done
  assert.deepEqual([said[0].method, said[0].offset], ['HEAD', stood])
  assert.equal(said.filter((s) => s.method === 'PATCH').length, Math.ceil((bytes.length - stood) / PIECE), 'no piece is sent twice')
  assert.ok((await held(hash)).equals(bytes))
})

test('a piece that was damaged on the way is refused by its checksum and leaves nothing', async () => {
  const [hash, bytes] = [...photos][2]
  const checked = (of) => (req) => {
    if (req.getMethod() !== 'PATCH') return
    const at = Number(req.getHeader('Upload-Offset'))
    req.setHeader('Upload-Checksum', `sha1 ${sha('sha1', of.subarray(at, at + PIECE)).digest('base64')}`)
  }
  const damaged = Buffer.from(bytes)
  damaged[PIECE + 7] ^= 1
  const bad = upload(hash, damaged, { onBeforeRequest: checked(bytes) })
  bad.it.start()
  const error = await bad.done.then(() => assert.fail('a damaged file was taken'), (thrown) => thrown)
  assert.equal(error.originalResponse.getStatus(), 460)
  assert.equal(await offsetOf(bad.it.url), PIECE, 'the piece before it stays')

  const good = upload(hash, bytes, { uploadUrl: bad.it.url, onBeforeRequest: checked(bytes) })
  good.it.start()
  await good.done
  assert.ok((await held(hash)).equals(bytes))
})

test('without a checksum damage shows at the end, and nothing of it is kept', async () => {
  const [hash, bytes] = [...photos][0]
  // Lost at the county, it is wanted again.
  const { unlinkSync } = await import('node:fs')
  unlinkSync(join(county.data, 'photos', hash.slice(0, 2), hash.slice(2)))
  const damaged = Buffer.from(bytes)
  damaged[bytes.length - 9] ^= 1
  const bad = upload(hash, damaged)
  bad.it.start()
  const error = await bad.done.then(() => assert.fail('a damaged file was taken'), (thrown) => thrown)
  assert.equal(error.originalResponse.getStatus(), 422)
  assert.equal(await offsetOf(bad.it.url), 404)
  assert.equal(await held(hash), 404)
  const good = upload(hash, bytes)
  good.it.start()
  await good.done
  assert.ok((await held(hash)).equals(bytes))
})

test('an upload can be given up, and what nobody named or is too large is refused', async () => {
  const [hash, bytes] = [...photos][1]
  const { unlinkSync } = await import('node:fs')
  unlinkSync(join(county.data, 'photos', hash.slice(0, 2), hash.slice(2)))
  const begun = upload(hash, bytes)
  begun.it.start()
  while (!begun.said.some((s) => s.method === 'PATCH')) await new Promise((later) => setTimeout(later, 5))
  await begun.it.abort(true)
  assert.equal(await offsetOf(begun.it.url ?? `${county.url}/sync/v1/files/uploads/none`), 404)

  const refusedWith = async (it) => {
    it.it.start()
    const error = await it.done.then(() => assert.fail('it was taken'), (thrown) => thrown)
    return error.originalResponse.getStatus()
  }
  assert.equal(await refusedWith(upload(sha('sha256', 'nobody').digest('hex'), Buffer.from('nobody'))), 403)
  assert.equal(await refusedWith(upload(hash, bytes, { uploadSize: 40 * 1024 * 1024 })), 413)
})

// Photos in the real window: a large one that does not stop the drawing, several at once with what cannot be kept,
// a picture and a file that another program copied, words that stay words, and one beside a measure.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { County, passphrase } from '../support/county.mjs'
import { pause, pictureOf, xdotool } from './display.mjs'
import { KEY, Window } from './window.mjs'

let county, profile, window
const owners = []

before(async () => {
  county = new County()
  await county.start()
  profile = county.laptop(county.account('first_secretary').name)
})

after(async () => {
  owners.forEach((owner) => owner.kill())
  await window?.close()
  await county?.stop()
  county?.remove()
})

const inFolder = (name) => join(county.folder, name)

/** An uncompressed picture of about as many megabytes as are taken. */
function large(path, width = 4_400, height = 3_000) {
  const row = Math.ceil((width * 3) / 4) * 4
  const bytes = Buffer.alloc(54 + row * height)
  bytes.write('BM', 0, 'latin1')
  for (const [at, value] of [[2, bytes.length], [10, 54], [14, 40], [18, width], [22, height], [34, row * height]]) bytes.writeUInt32LE(value, at)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  for (let at = 54; at < bytes.length; at += 61) bytes[at] = at % 251
  writeFileSync(path, bytes)
}

async function newVisit(note) {
  await window.press(KEY.control, 'n')
  await window.find('combobox')
  await window.find('option')
  await window.press(KEY.down)
  await window.press(KEY.enter)
  await window.find('textbox', '走访情况')
  await window.type(note)
}

/** How many photos the form shows, drawn. */
const drawn = () => window.run(`return [...document.querySelectorAll('[role=dialog] .ph img')].filter((i) => i.complete && i.naturalWidth > 0).length`)
const shows = (count) => window.until(async () => (await drawn()) === count, async () => `${await drawn()} photos are drawn, not ${count}`, 60_000)

/** Another program has copied this. */
async function copied(kind, path) {
  owners.splice(0).forEach((owner) => owner.kill())
  const owner = spawn('xclip', ['-quiet', '-selection', 'clipboard', '-t', kind, '-i', path], { stdio: 'ignore' })
  owners.push(owner)
  await pause(400)
}

test('while a photo of forty megabytes is kept the page goes on drawing', async (context) => {
  large(inFolder('large.bmp'))
  window = await Window.open(profile)
  await window.unlock(passphrase)
  await newVisit('屋顶换了新瓦。')
  await window.run(`
    const seen = (window.frames_of_photo = { longest: 0, frames: 0, on: true });
    let last = performance.now();
    const look = (now) => { seen.longest = Math.max(seen.longest, now - last); seen.frames++; last = now; if (seen.on) requestAnimationFrame(look); };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(look); });`)
  const began = Date.now()
  await window.chooseFile(inFolder('large.bmp'))
  await shows(1)
  const took = Date.now() - began
  const [longest, frames] = await window.run('const seen = window.frames_of_photo; seen.on = false; return [seen.longest, seen.frames]')
  context.diagnostic(`longest gap between frames ${Math.round(longest)} ms, ${frames} frames in ${took} ms`)
  // Scaled by the page's own thread it would stand still for nearly all of that time, however fast the machine is.
  assert.ok(longest < took / 2, `the page stood still for ${Math.round(longest)} of ${took} ms`)
})

test('of several files at once each that cannot be kept is named with why', async () => {
  const png = await pictureOf({ x: 210, y: 60, width: 300, height: 200 })
  writeFileSync(inFolder('roof.txt'), png)
  writeFileSync(inFolder('half.png'), png.subarray(0, png.length / 2))
  writeFileSync(inFolder('plan.svg'), '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
  writeFileSync(inFolder('empty.jpg'), '')
  writeFileSync(inFolder('notes.jpg'), '会议记录')
  await window.chooseFile(['roof.txt', 'half.png', 'plan.svg', 'empty.jpg', 'notes.jpg'].map(inFolder).join('\n'))
  for (const words of ['“half.png”没存上：打不开', '“plan.svg”没存上：是矢量图', '“empty.jpg”没存上：文件是空的', '“notes.jpg”没存上：不是照片']) await window.says(words)
  // The picture that is called a text is one.
  await shows(2)
  await window.picture('photos-1-refused')
})

test('what another program copied is pasted, picture and file, and words stay words', async () => {
  writeFileSync(inFolder('shot.png'), await pictureOf({ x: 400, y: 200, width: 320, height: 240 }))
  writeFileSync(inFolder('file.png'), await pictureOf({ x: 100, y: 100, width: 340, height: 210 }))
  await window.click(await window.find('textbox', '走访情况'))
  await copied('image/png', inFolder('shot.png'))
  xdotool('key', 'ctrl+v')
  await shows(3)
  writeFileSync(inFolder('list.txt'), `${pathToFileURL(inFolder('file.png'))}\r\n`)
  await copied('text/uri-list', inFolder('list.txt'))
  xdotool('key', 'ctrl+v')
  await shows(4)
  writeFileSync(inFolder('words.txt'), '还要两袋水泥。')
  await copied('UTF8_STRING', inFolder('words.txt'))
  xdotool('key', 'ctrl+v')
  const note = await window.find('textbox', '走访情况')
  await window.until(async () => (await window.run('return arguments[0].value', note)).includes('还要两袋水泥。'), async () => `the sentence is “${await window.run('return arguments[0].value', note)}”`)
  assert.equal((await window.run('return arguments[0].value', note)).includes('file://'), false)
  await shows(4)
  await window.picture('photos-2-pasted')
  await window.press(KEY.enter)
  await window.says('已存：走访')
})

test('a measure shows its progress by a photo, and loses it again', async () => {
  await window.press(KEY.alt, '5')
  await window.find('heading', '帮扶措施')
  await window.press(KEY.down)
  await window.press(KEY.enter)
  await window.find('button', '更新进度')
  await window.chooseFile(inFolder('shot.png'))
  await window.says('已加 1 张照片')
  await window.click(await window.find('button', '照片 1'))
  await window.until(() => window.run(`return [...document.querySelectorAll('[role=dialog] img')].some((i) => i.naturalWidth === 320)`), () => 'the photo is not drawn large')
  await window.picture('photos-3-measure')
  await window.click(await window.find('button', '移除这张'))
  await window.says('已移除照片')
  await window.gone('button', '照片 1')
})

test('the scheme of the photos gives nothing that is not there, and nothing once it is locked', async () => {
  const loads = (name) => window.run(`
    return new Promise((done) => { const i = new Image(); i.onload = () => done(i.naturalWidth); i.onerror = () => done(0); i.src = 'photo://localhost/' + arguments[0] + '?size=thumb&' + Math.random(); })`, name)
  for (const name of ['0'.repeat(64), '00000000-0000-0000-0000-000000000000', '..%2f..%2fserver', '']) assert.equal(await loads(name), 0, name)
  await window.press(KEY.alt, '2')
  const row = await window.find('row', '屋顶换了新瓦')
  await window.click(row)
  await window.press(' ')
  await window.until(() => window.run(`return [...document.querySelectorAll('aside img')].some((i) => i.naturalWidth > 0)`), () => 'the photos of the visit are not drawn')
  const id = await window.run(`return new URL(document.querySelector('aside img').src).pathname.slice(1)`)
  assert.ok((await loads(id)) > 0, `${id} is not shown`)
  await window.press(KEY.control, 'l')
  await window.find('textbox', '口令')
  assert.equal(await loads(id), 0, 'a locked file shows nothing')
})

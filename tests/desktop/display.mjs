// The X server that the window stands on: its pixels as a person sees them, keys that come from the
// keyboard and not from the driver, and the window closed as its X closes it.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'

export const pause = (ms) => new Promise((done) => setTimeout(done, ms))

export function xdotool(...words) {
  return execFileSync('xdotool', words, { encoding: 'utf8' }).trim()
}

/** Answers the system's own file dialog, which comes up over the window, with this path. */
export async function answerFileDialog(path, title) {
  let dialog = ''
  for (let tries = 0; !dialog && tries < 100; tries++) {
    await pause(100)
    try {
      dialog = xdotool('search', '--onlyvisible', '--name', title).split('\n').at(-1)
    } catch {
      // Nothing of that name yet.
    }
  }
  if (!dialog) throw new Error(`no file dialog “${title}” came up`)
  xdotool('windowfocus', '--sync', dialog)
  await pause(300)
  // A slash opens the line where a path is typed; what is typed before it is there goes astray.
  xdotool('key', 'slash')
  await pause(500)
  xdotool('key', 'ctrl+a')
  xdotool('type', '--clearmodifiers', '--delay', '8', path)
  await pause(300)
  xdotool('key', 'Return')
}

/** What Xvfb shows, from the file it draws into (`-fbdir`): a head in the words of xwd, then BGRX. */
function framebuffer() {
  const folder = process.env.ZHUCUN_FRAMEBUFFER
  if (!folder) throw new Error('ZHUCUN_FRAMEBUFFER is not set: run ./dev _step desktop')
  const file = readFileSync(join(folder, 'Xvfb_screen0'))
  const word = (at) => file.readUInt32BE(at * 4)
  const start = word(0) + word(19) * 12
  return { width: word(4), height: word(5), line: word(12), pixels: file.subarray(start) }
}

/** The pixels of a part of the screen, three bytes each. */
function part({ x, y, width, height }) {
  const from = framebuffer()
  const rgb = Buffer.alloc(width * height * 3)
  let to = 0
  for (let row = y; row < y + height; row++) {
    for (let at = row * from.line + x * 4, end = at + width * 4; at < end; at += 4) {
      rgb[to++] = from.pixels[at + 2]
      rgb[to++] = from.pixels[at + 1]
      rgb[to++] = from.pixels[at]
    }
  }
  return rgb
}

/** Waits until nothing moves, and gives the part as PNG. */
export async function pictureOf(rect, { still = 120, longest = 3_000 } = {}) {
  const end = Date.now() + longest
  let before = part(rect)
  for (;;) {
    await pause(still)
    const now = part(rect)
    if (now.equals(before) || Date.now() > end) return png(now, rect.width, rect.height)
    before = now
  }
}

function chunk(name, body) {
  const whole = Buffer.alloc(body.length + 12)
  whole.writeUInt32BE(body.length, 0)
  whole.write(name, 4, 'latin1')
  body.copy(whole, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, body.length + 8)), body.length + 8)
  return whole
}

/** Few colours become a palette: a screen of text and areas is a third as large then. */
function png(rgb, width, height) {
  const colours = new Map()
  for (let at = 0; at < rgb.length && colours.size <= 256; at += 3) {
    const colour = rgb.readUIntBE(at, 3)
    if (!colours.has(colour)) colours.set(colour, colours.size)
  }
  const small = colours.size <= 256
  const depth = small ? 1 : 3
  const lines = Buffer.alloc(height * (width * depth + 1))
  for (let row = 0; row < height; row++) {
    const line = row * (width * depth + 1) + 1
    if (!small) {
      // Each line as its difference from the one above.
      lines[line - 1] = row === 0 ? 0 : 2
      for (let at = 0; at < width * 3; at++) {
        const above = row === 0 ? 0 : rgb[(row - 1) * width * 3 + at]
        lines[line + at] = rgb[row * width * 3 + at] - above
      }
    } else for (let at = 0; at < width; at++) lines[line + at] = colours.get(rgb.readUIntBE((row * width + at) * 3, 3))
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, small ? 3 : 2, 0, 0, 0], 8)
  const palette = Buffer.from([...colours.keys()].flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    ...(small ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

// Draws the icon files from zhucun.svg: `node icons/render.mjs`, after `npm ci --prefix tests/web`.
// The pictures are committed; this runs only when the drawing changes.
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const require = createRequire(new URL('../tests/web/package.json', import.meta.url))
const { chromium } = require('playwright-core')
const svg = readFileSync(`${here}zhucun.svg`, 'utf8')

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage()

async function draw(size) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  )
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } })
}

// A container of PNG pictures, as Windows has read it since Vista.
function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  pictures.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

for (const size of [32, 64, 128, 256, 512]) writeFileSync(`${here}${size}x${size}.png`, await draw(size))
const pictures = []
for (const size of [16, 24, 32, 48, 64, 256]) pictures.push({ size, png: await draw(size) })
writeFileSync(`${here}icon.ico`, ico(pictures))
await browser.close()

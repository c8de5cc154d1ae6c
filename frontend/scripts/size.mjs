// Fails when the JavaScript a first visit must load (entry and its static imports, gzip) passes the limit.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_KIB = 250
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))

/** Everything reachable by static import; `start` is loaded by every page, so it counts although it is imported dynamically. */
function closure(keys, seen = new Set()) {
  for (const key of keys) {
    if (seen.has(key)) continue
    seen.add(key)
    closure(manifest[key].imports ?? [], seen)
  }
  return seen
}

const first = Object.keys(manifest).filter((key) => manifest[key].isEntry || key === 'src/app/start.tsx')
let total = 0
for (const key of closure(first)) {
  const { file } = manifest[key]
  if (!file.endsWith('.js')) continue
  const bytes = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
  total += bytes
  console.log(`${(bytes / 1024).toFixed(1).padStart(7)} KiB  ${file}`)
}
console.log(`${(total / 1024).toFixed(1).padStart(7)} KiB  first load, limit ${LIMIT_KIB} KiB`)
if (total > LIMIT_KIB * 1024) process.exit(1)

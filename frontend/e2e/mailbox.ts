import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where the mail server that scripts/e2e starts keeps what it was given. */
const FOLDER = join(process.env.DIENSTWEG_E2E_MAIL ?? '', 'new')

const plain = (text: string) => text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))

/** What has arrived at an address, newest last, with quoted-printable undone. */
export function arrived(address: string): string[] {
  let files: string[]
  try {
    files = readdirSync(FOLDER).map((name) => join(FOLDER, name))
  } catch {
    return []
  }
  files.sort((one, other) => statSync(one).mtimeMs - statSync(other).mtimeMs)
  return files.map((file) => plain(readFileSync(file, 'latin1'))).filter((mail) => mail.includes(`To: ${address}`))
}

/** The document that came with a mail; nothing where none did. */
export function pdfOf(mail: string): Buffer | undefined {
  const part = /Content-Type: application\/pdf[\s\S]*?\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)/.exec(mail)?.[1]
  return part === undefined ? undefined : Buffer.from(part, 'base64')
}

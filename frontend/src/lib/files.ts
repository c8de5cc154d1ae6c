/** A file that came from the server. */
export interface NamedFile {
  name: string
  content: Blob
}

/** The name in `Content-Disposition` (RFC 6266): the one with all its letters where there are two. */
export function fileName(disposition: string | null, otherwise: string): string {
  const full = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (full !== undefined) return decodeURIComponent(full)
  return /filename="([^"]*)"/i.exec(disposition ?? '')?.[1] ?? otherwise
}

/** Hands a file to the browser, which saves it like any download. */
export function saveFile({ name, content }: NamedFile): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

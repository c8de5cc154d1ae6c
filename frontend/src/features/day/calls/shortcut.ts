/** "Kommt bis Freitag +3" says: ask again in three working days. Nothing where no such word stands at the end. */
export function readShortcut(text: string): { note: string; days: number | undefined } {
  const found = /(?:^|\s)\+(\d{1,3})\s*$/.exec(text)
  const days = found ? Number(found[1]) : undefined
  if (!found || days === undefined || days < 1 || days > 260) return { note: text.trim(), days: undefined }
  return { note: text.slice(0, found.index).trim(), days }
}

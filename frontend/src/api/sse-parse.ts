/** One message of an event stream (WHATWG HTML, server-sent events). */
export interface StreamMessage {
  id?: string
  event: string
  data: string
}

/** Turns lines into messages: fields gather until an empty line. Comments (":") are heartbeats. */
export class LineGatherer {
  private id: string | undefined
  private event = ''
  private data: string[] = []

  /** Takes one line without its end; gives a message when the line completes one. */
  take(line: string): StreamMessage | undefined {
    if (line === '') return this.finish()
    if (line.startsWith(':')) return undefined
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') this.data.push(value)
    else if (field === 'event') this.event = value
    else if (field === 'id' && !value.includes('\0')) this.id = value
    return undefined
  }

  private finish(): StreamMessage | undefined {
    const message: StreamMessage = { event: this.event || 'message', data: this.data.join('\n') }
    if (this.id !== undefined) message.id = this.id
    const complete = this.data.length > 0
    this.event = ''
    this.data = []
    return complete ? message : undefined
  }
}

/** The messages of a response body. `onBytes` is called for whatever arrives, heartbeats included. */
export async function* parseEvents(body: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<StreamMessage> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const lines = new LineGatherer()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      onBytes()
      rest += decoder.decode(value, { stream: true })
      // A CR at the very end may be the first half of CR LF: it waits for the next bytes.
      const cut = rest.split(/\r\n|\n|\r(?!$)/)
      rest = cut.pop() ?? ''
      for (const line of cut) {
        const message = lines.take(line)
        if (message) yield message
      }
    }
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

import 'react'

declare module 'react' {
  /** Own custom properties may be set through `style`; React sets them by script, which the content security policy allows. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined
  }
}

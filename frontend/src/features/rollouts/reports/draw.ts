import { LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use as register, type EChartsCoreOption } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { Figures } from './series'

// Loaded with the first chart, not with the first page.
register([LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

export interface Style {
  kind: 'stacked' | 'lines'
  say: (day: string) => string
  number: (value: number) => string
  /** By the key of the series. */
  colours: Record<string, string>
}

/** A colour of the page as the canvas wants it: the theme may say it in other words. */
function colour(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim()
}

/** Draws into an element and follows its size; answers how to let go of it. */
export function draw(element: HTMLElement, figures: Figures, style: Style): () => void {
  const chart = init(element)
  chart.setOption(optionOf(element, figures, style))
  const sized = new ResizeObserver(() => chart.resize())
  sized.observe(element)
  return () => {
    sized.disconnect()
    chart.dispose()
  }
}

function optionOf(element: HTMLElement, { days, series }: Figures, style: Style): EChartsCoreOption {
  const [text, border] = [colour(element, '--dw-text'), colour(element, '--dw-border')]
  const label = { color: text, fontFamily: 'inherit' }
  return {
    animation: false,
    textStyle: label,
    grid: { left: 8, right: 16, top: 8, bottom: 56, containLabel: true },
    legend: { bottom: 0, type: 'scroll', textStyle: label, icon: 'roundRect', pageTextStyle: label, pageIconColor: text },
    // The page allows no styles in markup, so the hint is drawn too.
    tooltip: { trigger: 'axis', renderMode: 'richText', backgroundColor: colour(element, '--dw-bg-raised'), borderColor: border, textStyle: label, valueFormatter: (value: unknown) => (typeof value === 'number' ? style.number(value) : '–') },
    xAxis: { type: 'category', data: days.map(style.say), boundaryGap: false, axisLine: { lineStyle: { color: border } }, axisLabel: { color: text, hideOverlap: true } },
    yAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: border } }, axisLabel: { color: text, formatter: style.number } },
    series: series.map(({ key, name, values }, place) => {
      const shade = style.colours[key] ? colour(element, style.colours[key]) : PALETTE[place % PALETTE.length]
      return {
        name, type: 'line', data: values, showSymbol: false, symbol: 'none', color: shade,
        ...(style.kind === 'stacked' ? { stack: 'all', areaStyle: { opacity: 0.75 }, lineStyle: { width: 1 } } : { lineStyle: { width: key === 'live' ? 3 : 2, type: key === 'planned' ? 'dashed' : key === 'p85' ? 'dotted' : 'solid' } }),
      }
    }),
  }
}

// Told apart by people who see few colours (Okabe and Ito 2008).
const PALETTE = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#f0e442', '#7f7f7f']

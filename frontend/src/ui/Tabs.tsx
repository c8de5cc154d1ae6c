import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components'
import './pieces.css'

export interface TabItem {
  id: string
  label: string
  count?: number
  content: ReactNode
}

export interface TabsProps {
  label: string
  tabs: TabItem[]
  /** Keep it in the URL, so that a link opens the same tab. */
  selected: string
  onSelect: (id: string) => void
}

/** Views of the same thing, one at a time. */
export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  return (
    <AriaTabs selectedKey={selected} onSelectionChange={(key) => onSelect(String(key))} className="dw-tabs">
      <TabList aria-label={label} className="dw-tab-list">
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="dw-tab">
            {tab.label}
            {tab.count === undefined ? null : <span className="dw-tab-count">{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => <TabPanel key={tab.id} id={tab.id} className="dw-tab-panel">{tab.content}</TabPanel>)}
    </AriaTabs>
  )
}

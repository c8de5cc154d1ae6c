import type { ReactElement, ReactNode } from 'react'
import { Button, Collection, Tree as AriaTree, TreeItem, TreeItemContent } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { ChevronRightIcon } from './icons'
import { Skeleton } from './Skeleton'
import './pieces.css'

export interface TreeNode {
  id: string
  label: string
  /** Decoration before the label. */
  icon?: ReactElement | undefined
  note?: ReactNode
  hasChildren: boolean
  /** Undefined until loaded: shown as a skeleton line once the node is open. */
  children?: TreeNode[] | undefined
}

export interface TreeProps {
  label: string
  nodes: TreeNode[]
  expanded: string[]
  /** The caller loads the children of newly opened nodes. */
  onExpandedChange: (ids: string[]) => void
  selected?: string | undefined
  onSelect?: (id: string) => void
}

/** A hierarchy whose branches are loaded when opened. Arrows move and open, typing jumps. */
export function Tree({ label, nodes, expanded, onExpandedChange, selected, onSelect }: TreeProps) {
  return (
    <AriaTree
      aria-label={label}
      className="dw-tree"
      items={nodes}
      expandedKeys={expanded}
      onExpandedChange={(keys) => onExpandedChange([...keys].map(String))}
      selectionMode={onSelect ? 'single' : 'none'}
      selectionBehavior="replace"
      selectedKeys={selected === undefined ? [] : [selected]}
      onSelectionChange={(keys) => { for (const key of keys) onSelect?.(String(key)) }}
    >
      {(node: TreeNode) => <Branch node={node} />}
    </AriaTree>
  )
}

function Branch({ node }: { node: TreeNode }) {
  const { t } = useTranslation('ui')
  return (
    <TreeItem id={node.id} textValue={node.label} className="dw-tree-item" hasChildItems={node.hasChildren}>
      <TreeItemContent>
        {({ hasChildItems }) => (
          <span className="dw-tree-line">
            {hasChildItems ? <Button slot="chevron" className="dw-tree-chevron"><ChevronRightIcon aria-hidden="true" /></Button> : <span className="dw-tree-chevron" />}
            {node.icon}
            <span className="dw-tree-label" title={node.label}>{node.label}</span>
            {node.note ? <span className="dw-muted dw-small">{node.note}</span> : null}
          </span>
        )}
      </TreeItemContent>
      {node.hasChildren && node.children === undefined ? (
        <TreeItem id={`${node.id}:loading`} textValue={t('loading')} className="dw-tree-item">
          <TreeItemContent><span className="dw-tree-line"><span className="dw-tree-chevron" /><Skeleton /><span className="dw-sr">{t('loading')}</span></span></TreeItemContent>
        </TreeItem>
      ) : (
        <Collection items={node.children ?? []}>{(child: TreeNode) => <Branch node={child} />}</Collection>
      )}
    </TreeItem>
  )
}

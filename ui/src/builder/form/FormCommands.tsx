import { useI18n } from '../../i18n/I18n'
import { type Command, useCommands } from '../../desk/shell/commands'
import { useShortcuts } from '../../desk/shell/shortcuts'
import { useEditor } from './editor'
import { useTypes } from './outline/Palette'
import { isLink, lockOf } from './section'
import { openSection } from './sections/LinkLine'
import { find, isPage, walk } from './tree'

const tabs = ['design', 'rules', 'translations', 'json'] as const

/** What can be done to a form, and where one can go in it, for the list of commands and the list of keys. */
export function FormCommands({ onTab }: { onTab: (tab: string) => void }) {
  const { t } = useI18n()
  const { draft, actions, region } = useEditor()
  const categories = useTypes('')
  useShortcuts([
    { keys: '/', label: t('builder.insert.title') },
    { keys: '↑ ↓', label: t('palette.keys.walk') },
    { keys: 'Enter', label: t('palette.keys.rename') },
    { keys: 'Alt+↑ Alt+↓', label: t('palette.keys.move') },
    { keys: 'Alt+→ Alt+←', label: t('palette.keys.nest') },
    { keys: 'Ctrl+D', label: t('palette.keys.duplicate') },
    { keys: 'Ctrl+C Ctrl+X Ctrl+V', label: t('palette.keys.clipboard') },
    { keys: 'Ctrl+A', label: t('palette.keys.all') },
    { keys: 'Delete', label: t('palette.keys.delete') },
  ])
  useCommands(() => {
    const { present, selection } = draft.get().history
    const group = t('palette.do')
    const onDesign = (run: () => void) => (): void => {
      onTab('design')
      run()
    }
    const places: Command[] = []
    walk(present, ({ node, above }) => {
      const isAPage = isPage(node)
      const inside = above.map(actions.nameOf).join(' › ')
      const go = onDesign(() => {
        region.current = 'canvas'
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur() // the card that is selected takes it
        draft.select([node.id])
        requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-part="canvas"] [data-node="${CSS.escape(node.id)}"]`)?.focus({ preventScroll: true }))
      })
      places.push({ id: `node ${node.id}`, title: actions.nameOf(node), group: t(isAPage ? 'palette.pagesOfForm' : 'palette.fields'), where: inside, words: node.key, run: go })
    })
    const chosenLink = selection.length === 1 ? find(present, selection[0]!)?.node : undefined
    const linkId = chosenLink && isLink(chosenLink) ? chosenLink.id : selection.length === 1 ? lockOf(present, selection[0]!)?.id : undefined
    const links: Command[] = linkId === undefined ? [] : [
      { id: 'section open', title: t('section.open'), group, run: () => openSection((find(present, linkId)!.node as { section?: string }).section ?? '') },
      { id: 'section update', title: t('section.update'), group, run: onDesign(() => actions.ask({ kind: 'update', id: linkId })) },
      { id: 'section unlink', title: t('section.unlink'), group, run: onDesign(() => actions.free(linkId)) },
    ]
    const own: Command[] = selection.length === 0 ? [] : [
      { id: 'duplicate', title: t('palette.keys.duplicate'), group, keys: 'Ctrl+D', run: actions.duplicate },
      { id: 'remove', title: t('palette.keys.delete'), group, keys: 'Delete', run: onDesign(actions.remove) },
      { id: 'move', title: t('palette.moveTo'), group, run: onDesign(() => actions.ask({ kind: 'move' })) },
      { id: 'section make', title: t('section.make'), group, run: onDesign(actions.askSection) },
      ...links,
    ]
    const types = categories.flatMap((c) => c.types.map(({ type, name }): Command => ({ id: `add ${type}`, title: t('palette.add', { name }), group: t('palette.adding'), words: type, run: onDesign(() => actions.add(type, undefined, true)) })))
    return [
      ...own,
      { id: 'add page', title: t('builder.page.add'), group: t('palette.adding'), run: onDesign(actions.addPage) },
      ...tabs.map((tab): Command => ({ id: `tab ${tab}`, title: t(`builder.tab.${tab}`), group: t('palette.views'), run: () => onTab(tab) })),
      ...places,
      ...types,
    ]
  })
  return null
}

import { ArrowDownUp } from 'lucide-react'
import { useServices, useView, useWords } from '../../app/services.ts'
import { listSorts, type ListSort } from '../../app/view-store.ts'
import { IconButton } from '../../ui/button.tsx'
import { ButtonMenu, MenuChoice } from '../../ui/menu.tsx'

/** What the tunnels of each group are ordered by. */
export function SortMenu() {
  const { sort: say } = useWords().tunnels
  const { view } = useServices()
  const sort = useView((state) => state.sort)
  const choose = (value: ListSort): void => view.setState({ sort: value })
  const trigger = (
    <IconButton label={say.by(say.orders[sort])} data-active={sort === 'saved' ? undefined : ''}>
      <ArrowDownUp size={16} />
    </IconButton>
  )
  return (
    <ButtonMenu trigger={trigger}>
      <MenuChoice
        label={say.label}
        options={listSorts}
        value={sort}
        nameOf={(one) => say.orders[one]}
        onChange={choose}
      />
    </ButtonMenu>
  )
}

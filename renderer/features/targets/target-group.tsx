import '../../parts/production/production-rows.css'
import { Ellipsis, History, Star } from 'lucide-react'
import type { PlaceView } from '#contract/targets.ts'
import type { Environment } from '#contract/tunnel.ts'
import { placeCure, type PlaceCure } from '#domain/targets/place-cure.ts'
import { environmentName } from '#words/environment-name.ts'
import { EnvironmentMark, productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { ButtonMenu, MenuChoice, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { Sentence } from '../../ui/sentence.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { groupFacts, readLine, unreadableText, type Saying } from './line-words.ts'
import { headHeight, noteHeight, type DrawnTargets, type PlacedGroup } from './target-layout.ts'
import { TargetRow, type LineHandlers } from './target-line.tsx'

/** What can be done with a place. */
export interface PlaceHandlers {
  readonly onTypeId: (place: PlaceView) => void
  readonly onRemove: (place: PlaceView) => void
  readonly onEnvironment: (place: PlaceView, environment: string) => void
  readonly onCure: (cure: PlaceCure) => void
}

interface GroupProps {
  readonly drawn: DrawnTargets
  readonly saying: Saying
  readonly environments: readonly Environment[]
  /** Key of the line that the keyboard is on. */
  readonly current: string | null
  /** Key of the line at which it enters the list. */
  readonly reachable: string | null
  readonly lines: LineHandlers
  readonly places: PlaceHandlers
}

function PlaceMenu({
  place,
  saying,
  environments,
  places,
}: Pick<GroupProps, 'saying' | 'environments' | 'places'> & { readonly place: PlaceView }) {
  const { addPlace, typeId } = saying.say
  const label = `${addPlace.menu}${saying.words.listSeparator}${place.account.name}`
  const trigger = (
    <IconButton label={addPlace.menu} aria-label={label}>
      <Ellipsis size={16} />
    </IconButton>
  )
  return (
    <ButtonMenu trigger={trigger}>
      <MenuItem onSelect={() => places.onTypeId(place)}>{typeId.action}</MenuItem>
      <MenuSeparator />
      <MenuChoice
        label={addPlace.environment}
        options={environments.map(({ id }) => id)}
        value={place.environment ?? ''}
        nameOf={(id) => environmentName(environments.find((one) => one.id === id) ?? { id }, saying.words)}
        onChange={(id) => places.onEnvironment(place, id)}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => places.onRemove(place)}>{addPlace.remove}</MenuItem>
    </ButtonMenu>
  )
}

interface HeadProps extends Pick<GroupProps, 'saying' | 'environments' | 'places'> {
  readonly group: PlacedGroup
  readonly environment: Environment | null
  readonly rowIndex: number
}

function Head({ group, environment, rowIndex, saying, environments, places }: HeadProps) {
  const { say, words } = saying
  const { account, number, region, summary } = groupFacts(group, saying)
  const { place, kind } = group
  const title = environment === null ? say.noEnvironment : environmentName(environment, words)
  return (
    <div className="list-head" role="row" aria-rowindex={rowIndex} style={{ height: headHeight }}>
      <div className="list-head-facts" role="gridcell">
        {kind === 'favourites' ? (
          <Star size={13} fill="currentColor" aria-hidden="true" className="target-head-star" />
        ) : kind === 'recent' ? (
          <History size={13} aria-hidden="true" className="target-head-star" />
        ) : null}
        {environment === null ? null : <EnvironmentMark environment={environment} />}
        <b>{kind === 'place' ? title : say[kind]}</b>
        {account === '' ? null : <span className="trunc">{account}</span>}
        {number === '' ? null : <span className="num target-number">{number}</span>}
        {region === '' ? null : <span className="target-region">{region}</span>}
        <span className="target-summary num">
          {[summary, place === null ? '' : readLine(place, saying)].filter((part) => part !== '').join(' · ')}
        </span>
      </div>
      {place === null ? null : (
        <div role="gridcell">
          <PlaceMenu place={place} saying={saying} environments={environments} places={places} />
        </div>
      )}
    </div>
  )
}

interface NoteProps extends Pick<GroupProps, 'saying' | 'places'> {
  readonly place: PlaceView
  readonly top: number
}

/** What of a place could not be read, and what helps: a sign-in, a code, or an id that somebody knows. */
function Note({ place, top, saying, places }: NoteProps) {
  const text = unreadableText(place, saying)
  if (text === null) return null
  const { words, say } = saying
  const cure = placeCure(place.place, place.problems)
  return (
    <div className="target-note" role="row" style={{ top, height: noteHeight }}>
      <div className="target-note-text" role="gridcell">
        <StateGlyph glyph={place.targets.length === 0 ? 'failed' : 'unanswered'} />
        <span className="trunc" title={text}>
          <Sentence text={text} />
        </span>
      </div>
      <div role="gridcell">
        <Button
          size="small"
          variant="ghost"
          onClick={() => (cure === null ? places.onTypeId(place) : places.onCure(cure))}
        >
          {cure === null ? say.typeId.action : words.remedies[cure.do]}
        </Button>
      </div>
    </div>
  )
}

function groupLabel(group: PlacedGroup, saying: Saying): string {
  const { account, region } = groupFacts(group, saying)
  const parts = [group.kind === 'place' ? '' : saying.say[group.kind], account, region]
  return parts.filter((part) => part !== '').join(saying.words.listSeparator)
}

/** A group of lines: as high as all of them, a head that stays, and what of the rest is drawn. */
export function TargetGroupSection(props: GroupProps) {
  const { drawn, saying, environments, current, reachable, lines, places } = props
  const { group } = drawn
  const environmentOfPlace = (place: PlaceView | null): Environment | null =>
    environments.find(({ id }) => id === place?.environment) ?? null
  const environment = environmentOfPlace(group.place)
  return (
    <div
      className="list-group"
      role="rowgroup"
      aria-label={groupLabel(group, saying)}
      data-production={environment === null ? undefined : productionOf(environment)}
      style={{ top: group.top, height: group.height }}
    >
      <Head {...{ group, environment, saying, environments, places }} rowIndex={drawn.rowIndex} />
      {drawn.items.map((item, index) =>
        item.kind === 'note' ? (
          group.place === null ? null : (
            <Note key={item.key} place={group.place} top={item.top} saying={saying} places={places} />
          )
        ) : (
          <TargetRow
            key={item.key}
            line={item.line}
            environment={environmentOfPlace(item.line.place)}
            saying={saying}
            top={item.top}
            rowIndex={drawn.rowIndex + index + 1}
            isLast={item.isLast}
            namesPlace={group.kind !== 'place'}
            selected={item.key === current}
            reachable={item.key === reachable}
            handlers={lines}
          />
        ),
      )}
    </div>
  )
}

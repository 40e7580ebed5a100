import { describe, expect, it } from 'vitest'
import { taskTarget } from '#sandbox/world/containers.ts'
import { createWorld } from '#sandbox/world/world.ts'

const world = createWorld()
const accountIds = new Set(world.accounts.map(({ id }) => id))
const permissionSets = new Set(world.permissionSets.map(({ name }) => name))

describe('the world', () => {
  it('has ids of the shapes AWS uses, each once', () => {
    const ids = [...world.nodes.map(({ id }) => id), ...accountIds]
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of accountIds) expect(id).toMatch(/^\d{12}$/)
    for (const node of world.nodes) {
      expect(node.id).toMatch(/^(i|mi)-[0-9a-f]{17}$/)
      if (!node.id.startsWith('i-')) continue
      expect(node.vpcId).toMatch(/^vpc-[0-9a-f]{17}$/)
      expect(node.subnetId).toMatch(/^subnet-[0-9a-f]{17}$/)
      for (const group of node.securityGroupIds) expect(group).toMatch(/^sg-[0-9a-f]{17}$/)
    }
    for (const task of world.tasks) expect(taskTarget(task)).toMatch(/^ecs:[\w-]+_[0-9a-f]{32}_[0-9a-f]{32}-\d{10}$/)
    for (const key of world.staticKeys) {
      expect(key.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/)
      expect(key.secretAccessKey).toHaveLength(40)
    }
  })

  it('refers only to what exists', () => {
    for (const account of world.accounts) {
      for (const name of account.permissionSets) expect(permissionSets).toContain(name)
    }
    for (const { accountId } of [...world.nodes, ...world.tasks, ...world.dataStores])
      expect(accountIds).toContain(accountId)
    const stores = world.dataStores.map(({ vpcId }) => vpcId)
    const containers = world.tasks.map(({ vpcId }) => vpcId)
    const places = new Set([...world.nodes.flatMap(({ id, vpcId }) => [id, vpcId]), ...stores, ...containers])
    expect(world.endpoints.filter(({ place }) => !places.has(place))).toEqual([])
  })

  it('has a bastion in each condition: online, lost and stopped', () => {
    const bastions = world.nodes.filter(({ tags }) => tags['Role'] === 'bastion')
    expect(new Set(bastions.map(({ connection }) => connection))).toEqual(new Set(['online', 'lost', 'stopped']))
  })

  it('grows by a crowd without losing anybody', () => {
    const crowded = createWorld({ accounts: 2, roles: 3, nodes: 300 })
    expect(crowded.accounts).toHaveLength(world.accounts.length + 2)
    expect(crowded.nodes).toHaveLength(world.nodes.length + 300)
    expect(new Set(crowded.nodes.map(({ id }) => id)).size).toBe(crowded.nodes.length)
    expect(crowded.accounts[2]?.permissionSets).toHaveLength((world.accounts[2]?.permissionSets.length ?? 0) + 3)
    for (const node of crowded.nodes) expect(node.id).toMatch(/^(i|mi)-[0-9a-f]{17}$/)
  })
})

import { createBrowserRouter, type RouteObject } from 'react-router'
import { tenantPrefix } from './api/client'
import { Crash } from './desk/parts/Crash'
import { LoginPage } from './desk/session/LoginPage'
import { Shell } from './desk/shell/Shell'
import { Waiting } from './desk/parts/Waiting'
import { HomePage } from './desk/shell/HomePage'
import { NotFoundPage } from './desk/shell/NotFoundPage'

const page = (load: () => Promise<RouteObject['Component']>): RouteObject['lazy'] => async () => ({ Component: await load() })

const screens: RouteObject[] = [
  { index: true, Component: HomePage },
  { path: 'queues/:queue', lazy: page(() => import('./desk/queue/QueuePage').then((m) => m.QueuePage)) },
  { path: 'cases/:case', lazy: page(() => import('./desk/case/CasePage').then((m) => m.CasePage)) },
  { path: 'cockpit', lazy: page(() => import('./cockpit/CockpitPage').then((m) => m.CockpitPage)) },
  { path: 'cockpit/cases', lazy: page(() => import('./cockpit/CasesPage').then((m) => m.CasesPage)) },
  { path: 'mentions', lazy: page(() => import('./desk/mentions/MentionsPage').then((m) => m.MentionsPage)) },
  { path: 'absences', lazy: page(() => import('./desk/absence/AbsencesPage').then((m) => m.AbsencesPage)) },
  { path: 'teams', lazy: page(() => import('./admin/TeamsPage').then((m) => m.TeamsPage)) },
  { path: 'outbox', lazy: page(() => import('./admin/OutboxPage').then((m) => m.OutboxPage)) },
  { path: 'definitions', lazy: page(() => import('./admin/DefinitionsPage').then((m) => m.DefinitionsPage)) },
  { path: 'definitions/:kind/:key', lazy: page(() => import('./admin/DefinitionPage').then((m) => m.DefinitionPage)) },
  { path: 'builder/:kind', lazy: page(() => import('./builder/frame/NewPage').then((m) => m.NewPage)) },
  { path: 'builder/import', lazy: page(() => import('./builder/importing/ImportPage').then((m) => m.ImportPage)) },
  { path: 'builder/:kind/:key/:view?', lazy: page(() => import('./builder/frame/BuilderPage').then((m) => m.BuilderPage)) },
  { path: 'templates', lazy: page(() => import('./builder/gallery/GalleryPage').then((m) => m.GalleryPage)) },
  { path: 'templates/:template', lazy: page(() => import('./builder/gallery/TemplatePage').then((m) => m.TemplatePage)) },
  { path: 'members', lazy: page(() => import('./admin/MembersPage').then((m) => m.MembersPage)) },
  { path: 'policies', lazy: page(() => import('./admin/policies/PoliciesPage').then((m) => m.PoliciesPage)) },
  { path: 'brand', lazy: page(() => import('./admin/BrandPage').then((m) => m.BrandPage)) },
  { path: 'ladder', lazy: page(() => import('./admin/LadderPage').then((m) => m.LadderPage)) },
  { path: 'calendar', lazy: page(() => import('./admin/CalendarPage').then((m) => m.CalendarPage)) },
  { path: 'storage', lazy: page(() => import('./admin/StoragePage').then((m) => m.StoragePage)) },
  { path: 'system', lazy: page(() => import('./admin/SystemPage').then((m) => m.SystemPage)) },
  { path: 'plugins', lazy: page(() => import('./admin/PluginsPage').then((m) => m.PluginsPage)) },
  { path: 'lists', lazy: page(() => import('./admin/ListsPage').then((m) => m.ListsPage)) },
  { path: 'share', lazy: page(() => import('./admin/SharePage').then((m) => m.SharePage)) },
  { path: 'feedback', lazy: page(() => import('./admin/FeedbackPage').then((m) => m.FeedbackPage)) },
  { path: 'audit', lazy: page(() => import('./admin/AuditPage').then((m) => m.AuditPage)) },
  { path: '*', Component: NotFoundPage },
]

/** Every screen of the staff app. All but the frame is loaded when it is first opened. */
export const createDeskRouter = () =>
  createBrowserRouter(
    [
      {
        HydrateFallback: Waiting,
        ErrorBoundary: Crash,
        children: [
          { path: 'login', Component: LoginPage },
          { Component: Shell, children: [{ ErrorBoundary: Crash, children: screens }] },
        ],
      },
    ],
    { basename: tenantPrefix(location.pathname) || '/' },
  )

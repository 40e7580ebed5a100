import './app/no-eval.ts'
import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/controls.css'
import './ui/marks.css'
import './ui/overlays.css'
import './ui/sections.css'
import './ui/lists.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './frame/app.tsx'
import { createServices } from './app/services.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root element')

createRoot(root).render(
  <StrictMode>
    <App services={createServices(window.culvert, window.localStorage)} />
  </StrictMode>,
)

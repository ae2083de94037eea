import { Component, type ReactNode } from 'react'

interface ErrorBoundaryProps {
  /** Another place is another chance. */
  place: string
  /** Drawn instead of what broke. */
  fallback: ReactNode
  children: ReactNode
}

/** Keeps a fault of ours, or a piece of the app that did not arrive, from leaving the person with a white page. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override componentDidUpdate(before: ErrorBoundaryProps): void {
    if (this.state.broken && before.place !== this.props.place) this.setState({ broken: false })
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.fallback : this.props.children
  }
}

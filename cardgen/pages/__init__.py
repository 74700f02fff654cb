"""What a page of a document shows, before any format lays it out: `view.page` makes a `blocks.Page`."""

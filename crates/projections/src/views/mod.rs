//! Views that people keep of lists and pictures: a name for the query of a page's address.
//!
//! A view is its owner's; shared with roles, everybody sees it who holds one of them. Whoever sees it may pin it to the
//! side menu or make it the one a page begins with, for oneself alone.
//!
//! **Events**: `saved_view.created|changed|removed`.
mod entity;
mod input;
mod policy;
mod service;
mod view;
mod visible;

pub use entity::view::ViewKind;
pub use input::{SavedViewCreate, SavedViewListParams, SavedViewMark, SavedViewPatch};
pub use policy::{PERMISSIONS, SAVED_VIEW_MANAGE, SAVED_VIEW_SHARE};
pub use service::{
    saved_view_create, saved_view_delete, saved_view_get, saved_view_list, saved_view_mark, saved_view_patch,
};
pub use view::SavedViewView;
pub use visible::{KINDS, reached, visible};

//! What happens to the costs of services.
use dienstweg_kernel::events::Fact;

pub fn cost_entered(year: i32) -> Fact {
    Fact::new("service.cost_entered").told("year", year)
}

pub fn cost_changed(year: i32) -> Fact {
    Fact::new("service.cost_changed").told("year", year)
}

pub fn cost_removed(year: i32) -> Fact {
    Fact::new("service.cost_removed").told("year", year)
}

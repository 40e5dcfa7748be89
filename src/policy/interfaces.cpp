// SPDX-License-Identifier: MIT
#include "policy/interfaces.h"

#include <algorithm>
#include <numeric>

namespace wlanmedic::policy {

Interfaces::Interfaces(const Rules& rules) {
    states_.reserve(Engine::most_interfaces);
    while (states_.size() < Engine::most_interfaces) states_.emplace_back(rules);
    reset();
}

void Interfaces::reset() {
    std::iota(order_.begin(), order_.end(), Place{0});
    known_ = 0;
    last_ = 0;
    all_blocked_ = false;
    left_out_ = 0;
}

std::optional<Interfaces::Place> Interfaces::find(std::string_view name) const {
    for (const Place place : places())
        if (states_[place].name.is(name)) return place;
    return std::nullopt;
}

std::optional<Interfaces::Place> Interfaces::look_up(const wifi::Event& event) {
    std::optional<Place> place = find(event.interface);
    if (!place) {
        if (known_ == order_.size() || event.interface.size() > ShortText::most) {
            ++left_out_;
            return std::nullopt;
        }
        place = order_[known_++];
        states_[*place].begin(event.interface);
        states_[*place].radio_blocked = all_blocked_;
    }
    last_ = *place;
    if (!event.phy.empty()) states_[*place].phy = event.phy;
    return place;
}

void Interfaces::remove(Place place) {
    const auto at = std::ranges::find(order_, place);
    std::rotate(at, at + 1, order_.begin() + static_cast<std::ptrdiff_t>(known_));
    --known_;
    states_[place].name = ShortText();
}

std::optional<Interfaces::Renamed> Interfaces::rename(const wifi::InterfaceRenamed& renamed) {
    const auto before = find(renamed.before);
    if (!before || renamed.before == renamed.after) return std::nullopt;
    const auto after = find(renamed.after);
    if (renamed.after.size() > ShortText::most || (after && states_[*before].link.is_new())) {
        remove(*before);
        return Renamed{.gone = *before, .heir = after};
    }
    if (after) remove(*after);
    states_[*before].name = renamed.after;
    return after ? std::optional(Renamed{.gone = *after, .heir = before}) : std::nullopt;
}

}  // namespace wlanmedic::policy

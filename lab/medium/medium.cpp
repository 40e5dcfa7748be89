// SPDX-License-Identifier: MIT
#include "lab/medium/medium.h"

#include <algorithm>

namespace wlanmedic::lab {

Medium::Medium(std::uint64_t seed) : seed_(seed) {}

const Medium::Member* Medium::find(Radio radio) const {
    const auto at = std::ranges::lower_bound(members_, radio, {}, &Member::radio);
    return at != members_.end() && at->radio == radio ? &*at : nullptr;
}

Medium::Member* Medium::find(Radio radio) {
    return const_cast<Member*>(static_cast<const Medium&>(*this).find(radio));
}

std::optional<Radio> Medium::owner_of(const wifi::MacAddress& address) const {
    const auto found = std::ranges::find(owners_, address, &std::pair<wifi::MacAddress, Radio>::first);
    if (found == owners_.end()) return std::nullopt;
    return found->second;
}

void Medium::add_radio(Radio radio) {
    const auto at = std::ranges::lower_bound(members_, radio, {}, &Member::radio);
    if (at != members_.end() && at->radio == radio) return;
    members_.insert(at, Member{radio, {}, {}});
}

void Medium::remove_radio(Radio radio) {
    std::erase_if(members_, [&](const Member& member) { return member.radio == radio; });
    std::erase_if(owners_, [&](const auto& owner) { return owner.second == radio; });
    for (RuleState& state : rules_) state.forget(radio);
    std::erase_if(fading_draws_, [&](const auto& draws) { return involves(draws.first, radio); });
}

void Medium::add_address(Radio radio, const wifi::MacAddress& address) {
    if (find(radio) == nullptr) return;
    const auto found = std::ranges::find(owners_, address, &std::pair<wifi::MacAddress, Radio>::first);
    if (found != owners_.end())
        found->second = radio;
    else
        owners_.emplace_back(address, radio);
}

void Medium::remove_address(Radio radio, const wifi::MacAddress& address) {
    std::erase(owners_, std::pair{address, radio});
}

void Medium::add(Rule rule, wifi::Duration /*now*/) { rules_.emplace_back(std::move(rule), seed_, ++rules_ever_); }

std::size_t Medium::clear(std::string_view name, wifi::Duration /*now*/) {
    return std::erase_if(rules_,
                         [&](const RuleState& state) { return name.empty() || state.rule().name == name; });
}

void Medium::wedge(Radio radio, const Wedge& wedge, wifi::Duration now) {
    if (Member* member = find(radio)) member->wedged.emplace(wedge, now);
}

bool Medium::unwedge(Radio radio) {
    Member* member = find(radio);
    if (member == nullptr || !member->wedged) return false;
    member->wedged.reset();
    return true;
}

bool Medium::treat(Radio radio, Treatment treatment) {
    const Member* member = find(radio);
    if (member == nullptr || !member->wedged || !member->wedged->is_healed_by(treatment)) return false;
    return unwedge(radio);
}

std::vector<Radio> Medium::advance(wifi::Duration now) {
    std::vector<Radio> healed;
    for (Member& member : members_) {
        if (member.wedged) {
            const auto end = member.wedged->end();
            if (end && *end <= now) {
                member.wedged.reset();
                healed.push_back(member.radio);
            }
        }
        if (member.fading && member.fading->goal() == usual_signal_dbm && member.fading->end() <= now)
            member.fading.reset();
    }
    return healed;
}

std::optional<wifi::Duration> Medium::next_change() const {
    std::optional<wifi::Duration> next;
    const auto consider = [&](wifi::Duration at) { next = next ? std::min(*next, at) : at; };
    for (const Member& member : members_) {
        if (member.wedged && member.wedged->end()) consider(*member.wedged->end());
        if (member.fading && member.fading->goal() == usual_signal_dbm) consider(member.fading->end());
    }
    return next;
}

void Medium::fade(Radio radio, int dbm, wifi::Duration over, wifi::Duration now) {
    Member* member = find(radio);
    if (member == nullptr) return;
    if (!member->fading) member->fading.emplace(usual_signal_dbm);
    member->fading->begin(dbm, over, now);
    // A fade that ends as it begins leaves nothing to wait for.
    if (dbm == usual_signal_dbm && member->fading->end() <= now) member->fading.reset();
}

bool Medium::is_wedged(Radio radio) const {
    const Member* member = find(radio);
    return member != nullptr && member->wedged.has_value();
}

bool Medium::is_needed() const {
    return !rules_.empty() ||
           std::ranges::any_of(members_, [](const Member& member) { return member.wedged || member.fading; });
}

}  // namespace wlanmedic::lab

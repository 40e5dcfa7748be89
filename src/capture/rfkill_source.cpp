// SPDX-License-Identifier: MIT
#include "capture/rfkill_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/rfkill.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "capture/last_part.h"
#include "machine/probe.h"

namespace wlanmedic::capture {
namespace {

constexpr std::size_t most_bytes = 64;  // a later kernel's event may be longer than today's 9

// A radio of a phy has it as its device; a platform's switch (a laptop's key) has another.
std::string phy_of(std::uint32_t index) {
    const machine::ThisMachine machine;
    const std::string name = last_part(machine.link(fmt::format("/sys/class/rfkill/rfkill{}/device", index)));
    return !name.empty() && machine.exists(fmt::format("/sys/class/ieee80211/{}", name)) ? name : std::string();
}

}  // namespace

std::optional<RfkillEvent> rfkill_event_in(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < RFKILL_EVENT_SIZE_V1) return std::nullopt;
    RfkillEvent event{
        .index = 0, .type = bytes[4], .operation = bytes[5], .soft = bytes[6] != 0, .hard = bytes[7] != 0};
    std::memcpy(&event.index, bytes.data(), sizeof event.index);
    return event;
}

std::optional<Radios::Radio> Radios::take(const RfkillEvent& event) {
    if (event.type != RFKILL_TYPE_WLAN) return std::nullopt;
    const auto known = radios_.find(event.index);
    if (event.operation == RFKILL_OP_DEL) {
        if (known == radios_.end()) return std::nullopt;
        radios_.erase(known);
        return Radio{.removed = true};
    }
    // The kernel sends no RFKILL_OP_CHANGE_ALL; what a later one may send is no state of this radio.
    if (event.operation != RFKILL_OP_ADD && event.operation != RFKILL_OP_CHANGE) return std::nullopt;
    const Radio now{.soft = event.soft, .hard = event.hard};
    if (known != radios_.end() && known->second == now) return std::nullopt;
    if (known == radios_.end() && radios_.size() >= most) return std::nullopt;
    radios_.insert_or_assign(event.index, now);
    return now;
}

runfile::Text rfkill_record(std::uint32_t index, const Radios::Radio& radio, const std::string& phy) {
    const std::string who = phy.empty() ? fmt::format("rfkill{}", index) : phy;
    std::string by;
    if (radio.soft) by += "software";
    if (radio.hard) by += by.empty() ? "hardware" : " hardware";
    const std::string_view state = radio.removed ? "removed" : by.empty() ? "unblocked" : "blocked";
    runfile::Text text{.kind = runfile::Kind::rfkill, .message = {}, .fields = {}};
    if (radio.removed)
        text.message = fmt::format("the radio {} is gone", who);
    else if (by.empty())
        text.message = fmt::format("the radio {} is not blocked", who);
    else
        text.message = fmt::format("the radio {} is blocked by {}", who,
                                   radio.soft && radio.hard ? "software and hardware" : by);
    text.set("WLANMEDIC_RFKILL", std::string(state));
    text.set("WLANMEDIC_BY", by);
    if (!phy.empty()) text.set("WLANMEDIC_PHY", phy);
    return text;
}

wifi::Result<void> RfkillSource::start(const Surroundings& surroundings) {
    to_ = surroundings;
    descriptor_ = posix::Descriptor(::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!descriptor_) {
        const bool none = errno == ENOENT || errno == ENXIO || errno == ENODEV;
        return std::unexpected(wifi::Error{
            .what = none ? fmt::format("this machine has no {}", path_)
                         : fmt::format("{} cannot be read: {}", path_, std::strerror(errno)),
            .hint = none ? "the kernel's module is called rfkill; blocked radios are then not recorded"
                         : "as root, or as a user of the seat; blocked radios are not recorded without it"});
    }
    wait_ = to_.loop->on_descriptor(descriptor_.get(), EPOLLIN, [this](std::uint32_t) { drain(); });
    return {};
}

void RfkillSource::tell_state() {
    read(false);
    told_ = true;
    for (const auto& [index, radio] : radios_.all()) to_.tape->put(rfkill_record(index, radio, phys_[index]));
}

void RfkillSource::drain() {
    if (told_)
        read(true);
    else
        tell_state();
}

// The kernel begins with one event for each radio: the state, not a change.
void RfkillSource::read(bool tell) {
    while (descriptor_) {
        std::array<std::uint8_t, most_bytes> buffer{};
        const ssize_t size = ::read(descriptor_.get(), buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno == EAGAIN) return;
        if (size <= 0) {
            to_.tape->missing(name(), {.what = fmt::format("{} has ended: {}", path_,
                                                           size < 0 ? std::strerror(errno) : "closed"),
                                       .hint = "from now on blocked radios are not recorded"});
            wait_ = {};
            descriptor_.close();
            return;
        }
        const auto event = rfkill_event_in({buffer.data(), static_cast<std::size_t>(size)});
        if (!event) continue;
        const auto radio = radios_.take(*event);
        if (!radio) continue;
        if (!radio->removed) phys_[event->index] = phy_of(event->index);
        if (tell) to_.tape->put(rfkill_record(event->index, *radio, phys_[event->index]));
        if (radio->removed) phys_.erase(event->index);
    }
}

}  // namespace wlanmedic::capture

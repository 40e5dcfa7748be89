// SPDX-License-Identifier: MIT
#include "capture/nl80211_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <poll.h>
#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "capture/wireless_sysfs.h"
#include "netlink/attributes.h"
#include "netlink/message.h"

namespace wlanmedic::capture {
namespace {

constexpr int most_messages = 5000;  // at once: others have a turn
constexpr std::size_t buffer = std::size_t{4} << 20U;
constexpr int controller_wait = 5000;  // milliseconds: the kernel may load a module meanwhile
constexpr std::array<const char*, 5> groups{NL80211_MULTICAST_GROUP_CONFIG, NL80211_MULTICAST_GROUP_SCAN,
                                            NL80211_MULTICAST_GROUP_MLME, NL80211_MULTICAST_GROUP_REG,
                                            NL80211_MULTICAST_GROUP_VENDOR};
constexpr const char* no_nl80211_hint =
    "load the driver of the Wi-Fi device, or cfg80211 (modprobe cfg80211), and start again";

// A request of generic netlink, built by libnl.
class Request {
public:
    Request(std::uint16_t family, std::uint8_t command, int flags) : message_(nlmsg_alloc()) {
        if (message_ == nullptr ||
            genlmsg_put(message_, 0, 1, family, 0, flags | NLM_F_REQUEST, command, 1) == nullptr)
            throw std::bad_alloc();
    }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;
    ~Request() { nlmsg_free(message_); }

    Request& with(int attribute, std::uint32_t value) {
        nla_put_u32(message_, attribute, value);
        return *this;
    }
    Request& with(int attribute, const char* text) {
        nla_put_string(message_, attribute, text);
        return *this;
    }
    std::vector<std::uint8_t> bytes() const {
        const nlmsghdr* header = nlmsg_hdr(message_);
        std::vector<std::uint8_t> bytes(header->nlmsg_len);
        std::memcpy(bytes.data(), header, bytes.size());
        return bytes;
    }

private:
    nl_msg* message_;
};

void take_device(netlink::Bytes attributes, const machine::Probe& machine, Devices& devices,
                 std::set<std::uint32_t>* there) {
    const auto index = netlink::Attributes::find(attributes, NL80211_ATTR_IFINDEX);
    if (!index || !index->u32()) return;  // a P2P device has no interface
    const std::uint32_t number = *index->u32();
    Device device;
    if (const Device* before = devices.find(number)) device = *before;
    device.index = number;
    if (const auto name = netlink::Attributes::find(attributes, NL80211_ATTR_IFNAME))
        device.interface = name->text();
    // What sysfs knows is of the present: of a message that lies behind, it may be of another interface.
    const auto shown = device_in_sysfs(machine, device.interface);
    if (shown && shown->index == number) {
        device.phy = shown->phy;
        device.driver = shown->driver;
        device.carrier = shown->carrier;
    }
    if (const auto wiphy = netlink::Attributes::find(attributes, NL80211_ATTR_WIPHY); wiphy && wiphy->u32()) {
        device.wiphy = *wiphy->u32();
        if (device.phy.empty()) device.phy = fmt::format("phy{}", device.wiphy);
    }
    if (const auto type = netlink::Attributes::find(attributes, NL80211_ATTR_IFTYPE); type && type->u32())
        device.type = *type->u32();
    if (const auto address = netlink::Attributes::find(attributes, NL80211_ATTR_MAC))
        if (const auto read = wifi::MacAddress::from_octets(address->value)) device.address = read;
    devices.set(std::move(device));
    if (there != nullptr) there->insert(number);
}

// The controller tells of all families that come and go.
bool is_of_another_family(netlink::Bytes frame) {
    const auto message = netlink::Messages(frame).next();
    if (!message || message->type != GENL_ID_CTRL) return false;
    const auto generic = netlink::GenericMessage::of(*message);
    if (!generic) return false;
    const auto name = netlink::Attributes::find(generic->attributes, CTRL_ATTR_FAMILY_NAME);
    return !name || name->text() != NL80211_GENL_NAME;
}

}  // namespace

std::optional<Nl80211Family> Nl80211Family::in(std::span<const std::uint8_t> frame) {
    netlink::Messages messages(frame);
    while (const auto message = messages.next()) {
        const auto id = netlink::nl80211_family_in(*message);
        if (!id) continue;
        Nl80211Family family{.id = *id, .groups = {}};
        const auto generic = netlink::GenericMessage::of(*message);
        const auto list = netlink::Attributes::find(generic->attributes, CTRL_ATTR_MCAST_GROUPS);
        netlink::Attributes each(list ? list->value : netlink::Bytes{});
        while (const auto group = each.next()) {
            const auto name = netlink::Attributes::find(group->value, CTRL_ATTR_MCAST_GRP_NAME);
            const auto number = netlink::Attributes::find(group->value, CTRL_ATTR_MCAST_GRP_ID);
            if (name && number && number->u32()) family.groups.emplace(name->text(), *number->u32());
        }
        return family;
    }
    return std::nullopt;
}

void follow_interfaces(std::span<const std::uint8_t> frame, std::uint16_t family, const machine::Probe& machine,
                       Devices& devices, std::set<std::uint32_t>* there) {
    netlink::Messages messages(frame);
    while (const auto message = messages.next()) {
        if (message->type != family || message->is_request()) continue;
        const auto generic = netlink::GenericMessage::of(*message);
        if (!generic) continue;
        if (generic->command == NL80211_CMD_NEW_INTERFACE || generic->command == NL80211_CMD_SET_INTERFACE) {
            take_device(generic->attributes, machine, devices, there);
        } else if (generic->command == NL80211_CMD_DEL_INTERFACE) {
            const auto index = netlink::Attributes::find(generic->attributes, NL80211_ATTR_IFINDEX);
            if (index && index->u32()) devices.remove(*index->u32());
        }
    }
}

Nl80211Source::Nl80211Source(Devices& devices) : devices_(&devices) {}
Nl80211Source::~Nl80211Source() = default;

wifi::Result<void> Nl80211Source::start(const Surroundings& surroundings) {
    surroundings_ = surroundings;
    auto socket = NetlinkSocket::open(NETLINK_GENERIC);
    if (!socket) return std::unexpected(socket.error());
    socket_ = std::move(*socket);
    if (auto found = find_family(); !found) return found;
    if (const std::size_t granted = socket_->enlarge(buffer); granted < buffer)
        surroundings_.tape->missing(
            "nl80211",
            {.what = fmt::format("the receive buffer has {} KiB instead of {}: a flood of messages may overrun it",
                                 granted >> 10U, buffer >> 10U),
             .hint = "CAP_NET_ADMIN, or a larger net.core.rmem_max"});
    on_family(*family_);
    // The controller tells when nl80211 goes (cfg80211 is unloaded) and comes back with other numbers.
    if (const auto joined = socket_->join(GENL_ID_CTRL); !joined)
        surroundings_.tape->missing(
            "nl80211", {.what = fmt::format("no news of cfg80211 being unloaded: {}", joined.error().what),
                        .hint = "start the recording anew after that"});
    asker_ = std::make_unique<NetlinkAsker>(*surroundings_.loop, NETLINK_GENERIC, "ask nl80211", [this] {
        surroundings_.tape->missing(
            "nl80211",
            {.what = "the kernel did not tell within 10 s how things stand: a driver seems to hang, and to "
                     "hold RTNL",
             .hint = "what happens is recorded all the same"});
    });
    wait_ = surroundings_.loop->on_descriptor(socket_->descriptor(), EPOLLIN, [this](std::uint32_t) { drain(); });
    return {};
}

wifi::Result<void> Nl80211Source::find_family() {
    const std::vector<std::uint8_t> bytes =
        Request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0).with(CTRL_ATTR_FAMILY_NAME, NL80211_GENL_NAME).bytes();
    if (auto sent = socket_->send(bytes); !sent) return sent;
    std::vector<std::uint8_t> frame;
    while (true) {
        switch (socket_->receive(frame)) {
            case Received::message: {
                if (auto family = Nl80211Family::in(frame)) {
                    family_ = std::move(*family);
                    family_frame_ = std::move(frame);
                    return {};
                }
                netlink::Messages messages(frame);
                while (const auto message = messages.next())
                    if (message->type == NLMSG_ERROR)
                        return std::unexpected(wifi::Error{.what = "this kernel has no nl80211 now: no cfg80211",
                                                           .hint = no_nl80211_hint});
                break;
            }
            case Received::nothing: {
                pollfd wait{.fd = socket_->descriptor(), .events = POLLIN, .revents = 0};
                if (::poll(&wait, 1, controller_wait) <= 0)
                    return std::unexpected(wifi::Error{.what = "the controller of generic netlink does not answer",
                                                       .hint = no_nl80211_hint});
                break;
            }
            case Received::overrun:
            case Received::broken:
                return std::unexpected(
                    wifi::Error{.what = fmt::format("generic netlink cannot be read: {}", std::strerror(errno))});
        }
    }
}

void Nl80211Source::on_family(const Nl80211Family& family) {
    family_ = family;
    surroundings_.tape->put(runfile::NetlinkFrame{.family = runfile::Family::generic, .bytes = family_frame_});
    family_told_ = true;
    std::vector<std::string> lacking;
    for (const char* name : groups) {
        const auto group = family.groups.find(name);
        if (group == family.groups.end() || !socket_->join(group->second)) lacking.emplace_back(name);
    }
    if (!lacking.empty())
        surroundings_.tape->missing("nl80211",
                                    {.what = fmt::format("no messages of the groups {}", fmt::join(lacking, ", ")),
                                     .hint = "this kernel does not have them"});
}

void Nl80211Source::drain() {
    if (!wait_) return;
    std::vector<std::uint8_t> frame;
    for (int messages = 0; messages < most_messages; ++messages) {
        const Received received = socket_->receive(frame);
        if (received == Received::message) {
            take(std::move(frame));
            frame = {};
        } else if (received == Received::overrun) {
            // The error is told first, what stood in the buffer came before the loss: the gap belongs behind it.
            overrun_ = true;
        } else if (received == Received::broken) {
            surroundings_.tape->gap("nl80211", fmt::format("the socket broke: {}; no more messages are recorded",
                                                           std::strerror(errno)));
            wait_ = {};
            return;
        } else {
            break;
        }
    }
    if (std::exchange(overrun_, false)) {
        surroundings_.tape->gap("nl80211", "the socket's buffer ran over: messages of nl80211 were lost here");
        tell_state();
    }
}

void Nl80211Source::take(std::vector<std::uint8_t> frame) {
    const auto family = Nl80211Family::in(frame);
    if (family) {
        family_frame_ = std::move(frame);
        on_family(*family);
        tell_state();  // what came before the groups were joined was not heard
        return;
    }
    if (is_of_another_family(frame)) return;
    follow_interfaces(frame, family_->id, machine_, *devices_);
    surroundings_.tape->put(runfile::NetlinkFrame{.family = runfile::Family::generic, .bytes = std::move(frame)});
}

void Nl80211Source::tell_state() {
    if (!asker_) return;
    if (!std::exchange(family_told_, false))
        surroundings_.tape->put(runfile::NetlinkFrame{.family = runfile::Family::generic, .bytes = family_frame_});
    if (telling_)
        tell_again_ = true;
    else
        ask_interfaces();
}

void Nl80211Source::ask_interfaces() {
    telling_ = true;
    tell_again_ = false;
    std::set<std::uint32_t> asked;
    for (const auto& [index, device] : devices_->all()) asked.insert(index);
    asker_->ask(Request(family_->id, NL80211_CMD_GET_INTERFACE, NLM_F_DUMP).bytes(),
                [this, asked](const NetlinkAnswer& answer) { take_interfaces(asked, answer); });
}

void Nl80211Source::take_interfaces(const std::set<std::uint32_t>& asked, const NetlinkAnswer& answer) {
    std::set<std::uint32_t> there;
    for (const std::vector<std::uint8_t>& frame : answer.frames) {
        follow_interfaces(frame, family_->id, machine_, *devices_, &there);
        surroundings_.tape->put(runfile::NetlinkFrame{.family = runfile::Family::generic, .bytes = frame});
    }
    if (answer.error != 0)
        surroundings_.tape->gap("nl80211", fmt::format("the kernel did not tell which interfaces there are: {}",
                                                       std::strerror(answer.error)));
    else if (!answer.interrupted)
        for (const std::uint32_t index : asked)
            if (!there.contains(index)) devices_->remove(index);
    ask_stations_of_.assign(there.begin(), there.end());
    ask_stations();
}

void Nl80211Source::ask_stations() {
    if (ask_stations_of_.empty()) {
        telling_ = false;
        if (tell_again_) ask_interfaces();
        return;
    }
    const std::uint32_t index = ask_stations_of_.front();
    ask_stations_of_.pop_front();
    asker_->ask(
        Request(family_->id, NL80211_CMD_GET_STATION, NLM_F_DUMP).with(NL80211_ATTR_IFINDEX, index).bytes(),
        [this](NetlinkAnswer answer) {
            // Errors are part of the frames: an interface that has gone, a driver that has no such answer.
            for (std::vector<std::uint8_t>& frame : answer.frames)
                surroundings_.tape->put(
                    runfile::NetlinkFrame{.family = runfile::Family::generic, .bytes = std::move(frame)});
            ask_stations();
        });
}

}  // namespace wlanmedic::capture

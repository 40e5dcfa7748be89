// SPDX-License-Identifier: MIT
#include "support/event_json.h"

#include <functional>
#include <map>
#include <set>
#include <stdexcept>

namespace wlanmedic::policy {
namespace {

using nlohmann::json;

// The fields of one happening; each that is there must have been asked for.
class Fields {
public:
    explicit Fields(const json& step) : step_(step) {}

    template <class T>
    T get(const char* key, T otherwise) {
        asked_.insert(key);
        const auto found = step_.find(key);
        return found == step_.end() ? otherwise : found->get<T>();
    }
    std::string text(const char* key) { return get<std::string>(key, ""); }
    bool flag(const char* key) { return get<bool>(key, false); }
    std::optional<wifi::MacAddress> address(const char* key) {
        const std::string written = text(key);
        if (written.empty()) return std::nullopt;
        const auto address = wifi::MacAddress::parse(written);
        if (!address) throw std::invalid_argument("no address: " + written);
        return address;
    }
    std::optional<wifi::Duration> span(const char* key) {
        asked_.insert(key);
        const auto found = step_.find(key);
        return found == step_.end() ? std::nullopt : std::optional(seconds_of(*found));
    }
    template <class T>
    T one_of(const char* key, const std::map<std::string, T>& words, T otherwise) {
        const std::string written = text(key);
        return written.empty() ? otherwise : words.at(written);
    }
    void require_all_known() const {
        for (const auto& [key, value] : step_.items())
            if (!asked_.contains(key)) throw std::invalid_argument("a key that this event has not: " + key);
    }

private:
    const json& step_;
    std::set<std::string> asked_{"at",     "event",    "interface", "phy",  "timed",
                                 "expect", "deadline", "held",      "about"};
};

template <class T>
T with_address(Fields& fields) {
    return T{.bssid = fields.address("bssid")};
}

const std::map<std::string, wifi::Sender> senders{{"access_point", wifi::Sender::access_point},
                                                  {"local", wifi::Sender::local}};
const std::map<std::string, wifi::StationStage> stages{{"none_at_all", wifi::StationStage::none_at_all},
                                                       {"known", wifi::StationStage::known},
                                                       {"authenticated", wifi::StationStage::authenticated},
                                                       {"associated", wifi::StationStage::associated},
                                                       {"authorized", wifi::StationStage::authorized}};
const std::map<std::string, wifi::Answer> answers{
    {"up", wifi::Answer::up}, {"down", wifi::Answer::down}, {"unknown", wifi::Answer::unknown}};
const std::map<std::string, wifi::LoadReport::State> loads{{"flowing", wifi::LoadReport::State::flowing},
                                                           {"stalled", wifi::LoadReport::State::stalled},
                                                           {"unreachable", wifi::LoadReport::State::unreachable},
                                                           {"ended", wifi::LoadReport::State::ended}};

const std::map<std::string, std::function<wifi::Payload(Fields&)>>& makers() {
    using namespace wifi;
    static const std::map<std::string, std::function<Payload(Fields&)>> all{
        {"scan_started", [](Fields&) { return ScanStarted{}; }},
        {"scan_finished",
         [](Fields& of) {
             ScanFinished scan{.frequencies = {}, .aborted = of.flag("aborted"), .seen = {}};
             if (const int seen = of.get<int>("seen", -1); seen >= 0) scan.seen = seen;
             return scan;
         }},
        {"scan_failed", [](Fields&) { return ScanFailed{}; }},
        {"network_not_found", [](Fields&) { return NetworkNotFound{}; }},
        {"network_seen",
         [](Fields& of) { return NetworkSeen{.bssid = of.address("bssid"), .dbm = of.get("dbm", 0)}; }},
        {"signal_report",
         [](Fields& of) { return SignalReport{.bssid = of.address("bssid"), .dbm = of.get("dbm", 0)}; }},
        {"join_started", with_address<JoinStarted>},
        {"auth_requested",
         [](Fields& of) { return AuthRequested{.bssid = of.address("bssid"), .attempt = of.get("attempt", 1)}; }},
        {"authenticated", with_address<Authenticated>},
        {"auth_rejected",
         [](Fields& of) {
             return AuthRejected{.bssid = of.address("bssid"), .status = of.get<std::uint16_t>("status", 1)};
         }},
        {"auth_timeout", with_address<AuthTimedOut>},
        {"assoc_requested",
         [](Fields& of) { return AssocRequested{.bssid = of.address("bssid"), .attempt = of.get("attempt", 1)}; }},
        {"assoc_rejected",
         [](Fields& of) {
             return AssocRejected{.bssid = of.address("bssid"), .status = of.get<std::uint16_t>("status", 1)};
         }},
        {"assoc_comeback",
         [](Fields& of) {
             return AssocComeback{.bssid = of.address("bssid"), .tu = of.get<std::uint32_t>("tu", 1000)};
         }},
        {"assoc_timeout", with_address<AssocTimedOut>},
        {"associated", with_address<Associated>},
        {"authorized", with_address<Authorized>},
        {"roamed", with_address<Roamed>},
        {"wrong_key", with_address<WrongKey>},
        {"roam_requested",
         [](Fields& of) { return RoamRequested{.from = of.address("from"), .to = of.address("to")}; }},
        {"station_state",
         [](Fields& of) {
             return StationState{.address = of.address("address"),
                                 .before = of.one_of("before", stages, StationStage::none_at_all),
                                 .after = of.one_of("after", stages, StationStage::none_at_all)};
         }},
        {"user_request",
         [](Fields& of) {
             return UserRequest{.who = of.text("who"), .what = of.text("what"), .person = of.flag("person")};
         }},
        {"waiting",
         [](Fields& of) {
             return Waiting{.who = of.text("who"), .bssid = {}, .because = {}, .duration = of.span("duration")};
         }},
        {"waiting_over", [](Fields& of) { return WaitingOver{.who = of.text("who"), .bssid = {}}; }},
        {"address_requested", [](Fields&) { return AddressRequested{}; }},
        {"address_acquired", [](Fields&) { return AddressAcquired{}; }},
        {"address_failed", [](Fields&) { return AddressFailed{}; }},
        {"connection_loss", with_address<ConnectionLoss>},
        {"connection_loss_reported", [](Fields&) { return ConnectionLossReported{}; }},
        {"beacon_loss", [](Fields&) { return BeaconLoss{}; }},
        {"deauthenticated",
         [](Fields& of) {
             return Deauthenticated{.by = of.one_of("by", senders, Sender::unknown),
                                    .from = of.address("from"),
                                    .to = of.address("to"),
                                    .reason = of.get<std::uint16_t>("reason", 0),
                                    .joining = of.flag("joining")};
         }},
        {"disconnected",
         [](Fields& of) {
             return Disconnected{.by = of.one_of("by", senders, Sender::unknown),
                                 .reason = of.get<std::uint16_t>("reason", 0)};
         }},
        {"decrypt_failure", [](Fields&) { return DecryptFailure{}; }},
        {"firmware_error", [](Fields& of) { return FirmwareError{.driver = of.text("driver"), .device = {}}; }},
        {"hardware_restarted", [](Fields&) { return HardwareRestarted{}; }},
        {"counter",
         [](Fields& of) { return Counter{.name = of.text("name"), .value = of.get<std::int64_t>("value", 0)}; }},
        {"interface_type",
         [](Fields& of) { return InterfaceType{.type = of.text("type"), .removed = of.flag("removed")}; }},
        {"interface_renamed",
         [](Fields& of) { return InterfaceRenamed{.before = of.text("before"), .after = of.text("after")}; }},
        {"suspended", [](Fields&) { return Suspended{}; }},
        {"resumed", [](Fields&) { return Resumed{}; }},
        {"booted", [](Fields&) { return Booted{}; }},
        {"radio_blocked", [](Fields&) { return RadioBlocked{}; }},
        {"radio_unblocked", [](Fields&) { return RadioUnblocked{}; }},
        {"probe_result",
         [](Fields& of) {
             return ProbeResult{.target = {}, .answer = of.one_of("answer", answers, Answer::unknown)};
         }},
        {"load",
         [](Fields& of) {
             return LoadReport{.target = {}, .state = of.one_of("state", loads, LoadReport::State::flowing)};
         }},
        {"timer_fired", [](Fields&) { return TimerFired{}; }},
        {"action_started", [](Fields& of) { return ActionStarted{.method = of.text("method")}; }},
        {"action_refused", [](Fields& of) { return ActionRefused{.method = of.text("method"), .because = {}}; }},
        {"action_finished",
         [](Fields& of) {
             return ActionFinished{.method = of.text("method"), .done = of.get<bool>("done", true)};
         }},
        {"gap", [](Fields& of) { return Gap{.because = {}, .until = {}, .links_known = of.flag("links_known")}; }},
    };
    return all;
}

}  // namespace

wifi::Duration seconds_of(const json& value) {
    if (value.is_number_integer()) return std::chrono::seconds{value.get<std::int64_t>()};
    const std::string text = value.get<std::string>();
    const std::size_t point = text.find('.');
    const std::int64_t whole = std::stoll(text.substr(0, point));
    std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
    if (fraction.size() > 9) throw std::invalid_argument("finer than a nanosecond: " + text);
    fraction.resize(9, '0');
    return std::chrono::seconds{whole} + wifi::Duration{std::stoll(fraction)};
}

wifi::Event event_of(const json& step) {
    Fields fields(step);
    const auto maker = makers().find(step.at("event").get<std::string>());
    if (maker == makers().end()) throw std::invalid_argument("unknown event: " + step.at("event").dump());
    wifi::Event event;
    event.instant = wifi::Instant{seconds_of(step.at("at"))};
    event.timed = step.value("timed", true);
    event.interface = step.value("interface", "");
    event.phy = step.value("phy", "");
    event.payload = maker->second(fields);
    fields.require_all_known();
    return event;
}

}  // namespace wlanmedic::policy

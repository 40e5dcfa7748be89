// SPDX-License-Identifier: MIT
#include "policy/policy_writer.h"

#include <fmt/format.h>

#include <iterator>
#include <optional>
#include <string_view>

#include "policy/names.h"
#include "wifi/span.h"

namespace wlanmedic::policy {

namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (is_control(c))
            out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        else
            out += c;
    }
    return out + '"';
}

class Writer {
public:
    std::string take() { return std::move(text_); }

    void comment(std::string_view lines) {
        for (bool more = true; more;) {
            const auto end = lines.find('\n');
            std::string line(lines.substr(0, end));
            for (char& c : line)
                if (is_control(c)) c = ' ';
            text_ += line.empty() ? "#\n" : "# " + line + '\n';
            more = end != std::string_view::npos;
            if (more) lines.remove_prefix(end + 1);
        }
    }

    void table(std::string_view header) { text_ += fmt::format("\n{}\n", header); }
    void table_within(std::string_view header) { text_ += fmt::format("{}\n", header); }

    void text(std::string_view key, std::string_view value) { raw(key, quoted(value)); }
    void span(std::string_view key, wifi::Duration value) { raw(key, quoted(wifi::span_text(value))); }
    void number(std::string_view key, int value) { raw(key, fmt::format("{}", value)); }
    void number(std::string_view key, std::optional<int> value) {
        if (value) number(key, *value);
    }
    void flag(std::string_view key, bool value) { raw(key, value ? "true" : "false"); }
    void texts(std::string_view key, const std::vector<std::string_view>& values) {
        std::string list;
        for (const auto value : values) list += fmt::format("{}{}", list.empty() ? "" : ", ", quoted(value));
        raw(key, '[' + list + ']');
    }

private:
    void raw(std::string_view key, std::string_view value) {
        fmt::format_to(std::back_inserter(text_), "{} = {}\n", key, value);
    }

    std::string text_;
};

void write(Writer& out, const Watch& watch) {
    if (watch.on == Watch::On::stall) {
        out.text("stall", config::name_in(stall_names, watch.stall));
        out.span("lasts", watch.within);
        return;
    }
    switch (watch.on) {
        case Watch::On::outage:
            out.text("outage", watch.outage_class ? config::name_in(loss_names, *watch.outage_class) : any_name);
            break;
        case Watch::On::event:
            out.text(watch.driver.empty() ? "event" : "signature", wifi::alternative_name(watch.event));
            if (!watch.driver.empty()) out.text("driver", watch.driver);
            if (watch.answer) out.text("answer", config::name_in(answer_names, *watch.answer));
            break;
        case Watch::On::counter: out.text("counter", watch.counter); break;
        case Watch::On::stall: break;
    }
    out.number("count", watch.count);
    out.span("within", watch.within);
    if (watch.per != Scope::interface) out.text("per", config::name_in(scope_names, watch.per));
}

std::vector<std::string_view> names_of_failures(std::uint16_t bits) {
    std::vector<std::string_view> names;
    for (const auto& [failure, name] : failure_names)
        if ((bits & bit_of(failure)) != 0) names.push_back(name);
    if (names.size() == failure_names.size()) names = {any_name};
    return names;
}

void write(Writer& out, const Condition& condition) {
    switch (condition.kind) {
        case Condition::Kind::link: out.text("link", config::name_in(link_names, condition.link)); break;
        case Condition::Kind::failures:
            out.texts("failures", names_of_failures(condition.failures));
            out.number("count", condition.count);
            if (condition.bssids > 0) out.number("bssids", condition.bssids);
            if (condition.each) out.flag("each", true);
            break;
        case Condition::Kind::since_loss: out.span("since_loss", condition.span); break;
        case Condition::Kind::before: out.span("before", condition.span); break;
        case Condition::Kind::signal:
            out.number("signal", condition.dbm);
            out.span("heard_within", condition.span);
            break;
        case Condition::Kind::not_asked_for: out.flag("asked_for", false); break;
        case Condition::Kind::not_waiting: out.flag("waiting", false); break;
        case Condition::Kind::worked_before: out.flag("worked_before", true); break;
        case Condition::Kind::symptom: write(out, condition.watch); break;
    }
}

void write(Writer& out, const Gate& gate) {
    out.table("[[gate]]");
    if (gate.of.size() == 1) {
        write(out, gate.of.front());
        return;
    }
    out.number("at_least", gate.at_least);
    for (const auto& condition : gate.of) {
        out.table_within("[[gate.of]]");
        write(out, condition);
    }
}

void write(Writer& out, const Rung& rung) {
    out.table("[[rung]]");
    out.text("method", name_of(rung.method));
    out.span("deadline", rung.deadline);
    out.text("proof", config::name_in(proof_names, rung.proof));
    out.span("healthy_for", rung.healthy_for);
}

void write(Writer& out, const Limits& limits) {
    out.table("[limits]");
    out.span("cool_down", limits.cool_down);
    if (limits.cool_down_factor != 1) out.number("cool_down_factor", limits.cool_down_factor);
    if (limits.cool_down_max) out.span("cool_down_max", *limits.cool_down_max);
    out.number("per_hour", limits.per_hour);
    out.number("per_day", limits.per_day);
    out.number("per_boot", limits.per_boot);
    out.number("give_up_after", limits.give_up_after);
    out.span("grace", limits.grace);
}

}  // namespace

std::string to_toml(const Policy& policy, const std::vector<std::string>& reasons) {
    Writer out;
    for (const auto& reason : reasons) out.comment(reason);
    out.text("format", format_name);
    if (!policy.about.empty()) out.text("about", policy.about);
    if (!policy.never.empty()) {
        std::vector<std::string_view> methods;
        for (const auto method : policy.never) methods.push_back(name_of(method));
        out.texts("never", methods);
    }
    for (const auto& trigger : policy.triggers) {
        out.table("[[trigger]]");
        write(out, trigger);
    }
    for (const auto& gate : policy.gates) write(out, gate);
    for (const auto& rung : policy.rungs) write(out, rung);
    write(out, policy.limits);
    return out.take();
}

}  // namespace wlanmedic::policy

package dev.mailkeep.simulator.demo;

import java.util.List;

/**
 * A sender who writes to the demo's accounts.
 *
 * @param from the From header
 * @param seeded how many messages of this sender an account starts with, give or take a twentieth
 * @param weight how often the sender writes while the demo runs, relative to the others
 * @param subjects with %d for a number
 * @param snippets each goes with any of the subjects
 * @param labels besides INBOX
 * @param listId the List-Id header, or ""
 */
record DemoSender(
        String from,
        int seeded,
        int weight,
        List<String> subjects,
        List<String> snippets,
        List<String> labels,
        String listId) {

    static final List<DemoSender> ALL = List.of(
            person(
                    "\"Margaret Hamilton\" <boss@corp.example>",
                    180,
                    12,
                    List.of(
                            "Agenda for Monday",
                            "Re: Budget, version %d",
                            "Please review before noon",
                            "Notes from the meeting",
                            "One question about the release",
                            "Your holiday request is approved",
                            "Re: Re: Roadmap"),
                    List.of(
                            "Can we move this to Thursday? I have a conflict in the morning.",
                            "Thanks, this looks good. Two small remarks on page 3.",
                            "Attached is what I'd like to show them. Tell me if a number is off.")),
            list("\"Compiler Weekly\" <weekly@list.example>", 55, 4, "Compiler Weekly #%d"),
            list("\"Petra (via the list)\" <petra@list.example>", 25, 2, "[dev] Re: Proposal %d: fewer knobs"),
            list("announce@list.example", 20, 2, "[announce] Version 2.%d is out"),
            list("=?UTF-8?Q?J=C3=BCrgen_M=C3=BCller?= <juergen@list.example>", 20, 2, "[dev] Patch %d for the parser"),
            notices(
                    "Example Bank Alerts <alerts@bank.example>",
                    110,
                    10,
                    List.of(
                            "A payment of %d.20 EUR was made with your card", "Your statement is ready",
                            "Sign-in from a new device", "Standing order %d was carried out"),
                    List.of(
                            "If this wasn't you, call us at once. We never ask for your password.",
                            "You can see the details in the app or at the counter.")),
            newsletter(
                    "The Daily Example <news@daily.example>",
                    180,
                    5,
                    List.of("Morning briefing, no. %d", "What happened while you slept", "Five things to know today"),
                    List.of(
                            "Good morning! It's a mild day, and the bridge is open again…",
                            "The council has decided, the bakers are pleased & the trams are late.")),
            newsletter(
                    "Paper & Ink <hello@paperandink.example>",
                    60,
                    2,
                    List.of("New notebooks are in", "%d%% off everything dotted", "We miss you"),
                    List.of("Lay-flat, 120 g, made to last. Have a look before they are gone.")),
            newsletter(
                    "Trails <weekend@trails.example>",
                    45,
                    2,
                    List.of("Walk no. %d: along the river"),
                    List.of("14 km, two climbs, one very good café at the end.")),
            notices(
                    "Shop Example <receipts@shop.example>",
                    70,
                    4,
                    List.of("Receipt for order %d", "Your order %d is on its way", "How was your order?"),
                    List.of(
                            "Thank you for your order. It leaves our house today.",
                            "Your parcel should arrive tomorrow between 10 and 12.")),
            notices(
                    "Parcel Service <noreply@parcel.example>",
                    50,
                    3,
                    List.of("Parcel %d arrives today"),
                    List.of("The driver is eight stops away. Someone should be at home.")),
            notices(
                    "\"GitHouse\" <notifications@githouse.example>",
                    90,
                    5,
                    List.of("[engine] Pull request #%d", "[engine] Build %d failed", "[engine] Issue #%d was closed"),
                    List.of("@you was asked to review this change.", "1 failing, 41 successful checks.")),
            notices(
                    "Railway <tickets@rail.example>",
                    30,
                    1,
                    List.of("Your ticket %d"),
                    List.of("Coach 7, seat 41, window. Please be on the platform five minutes early.")),
            notices(
                    "City Library <library@city.example>",
                    30,
                    1,
                    List.of("A book is waiting for you", "Due in 3 days"),
                    List.of("We keep it at the desk for a week.")),
            notices(
                    "Energy & Water <bills@utility.example>",
                    30,
                    1,
                    List.of("Your bill no. %d"),
                    List.of("The amount will be taken from your account on the 15th.")),
            notices(
                    "calendar@corp.example",
                    50,
                    2,
                    List.of("Invitation: Planning", "Cancelled: 1:1", "Updated: Demo %d"),
                    List.of("You have been invited to the following event.")),
            notices(
                    "\"Payroll\" <payroll@corp.example>",
                    24,
                    1,
                    List.of("Payslip %d"),
                    List.of("Your payslip is in the portal.")),
            person(
                    "Barbara Liskov <barbara@friends.example>",
                    40,
                    2,
                    List.of("Dinner on Friday?", "Re: The concert"),
                    List.of("I've found a table for six. Bring the photos!", "Yes! See you at eight.")),
            person(
                    "\"Alan T.\" <alan@friends.example>",
                    35,
                    2,
                    List.of("Chess?", "Re: that puzzle", "Bike tour %d"),
                    List.of("I think I have it: it can't be decided.", "Sunday at ten at the bridge, rain or shine.")),
            person(
                    "Mum <mum@family.example>",
                    40,
                    2,
                    List.of("Photos from Sunday", "Call me", "Recipe no. %d"),
                    List.of("The garden is doing well. Call when you have a minute.")),
            person(
                    "Edith Clarke <edith@power.example>",
                    25,
                    1,
                    List.of("Re: The calculator", "Line no. %d"),
                    List.of("The chart is attached; the hyperbolic one this time.")),
            person(
                    "Tony Hoare <tony@null.example>",
                    20,
                    1,
                    List.of("Sorry about that", "Re: Proof %d"),
                    List.of("It seemed so easy to implement at the time.")),
            person(
                    "Radia <radia@bridges.example>",
                    20,
                    1,
                    List.of("Algorhyme", "Re: Spanning tree %d"),
                    List.of("A tree that must be sure to span, so packets can reach every LAN.")),
            notices(
                    "Dentist Dr. Example <practice@dentist.example>",
                    12,
                    1,
                    List.of("Your appointment"),
                    List.of("This is a reminder. Please tell us a day ahead if you can't come.")),
            new DemoSender(
                    "\"Example Bank\" <security@bank-example.biz.invalid>",
                    35,
                    1,
                    List.of("Your account is locked", "Act now! Case %d"),
                    List.of("Dear customer, confirm your data within 24 hours."),
                    List.of("SPAM"),
                    ""));

    private static DemoSender person(
            String from, int seeded, int weight, List<String> subjects, List<String> snippets) {
        return new DemoSender(from, seeded, weight, subjects, snippets, List.of("CATEGORY_PERSONAL"), "");
    }

    private static DemoSender notices(
            String from, int seeded, int weight, List<String> subjects, List<String> snippets) {
        return new DemoSender(from, seeded, weight, subjects, snippets, List.of("CATEGORY_UPDATES"), "");
    }

    private static DemoSender newsletter(
            String from, int seeded, int weight, List<String> subjects, List<String> snippets) {
        return new DemoSender(from, seeded, weight, subjects, snippets, List.of("CATEGORY_PROMOTIONS"), "");
    }

    private static DemoSender list(String from, int seeded, int weight, String subject) {
        return new DemoSender(
                from,
                seeded,
                weight,
                List.of(subject, "Re: " + subject),
                List.of(
                        "I've measured it again, and the difference is smaller than the noise.",
                        "+1 from me. Could the docs say so as well?",
                        "This week: register allocation, a parser in 200 lines, and a farewell."),
                List.of("CATEGORY_FORUMS"),
                "Example list <list.list.example>");
    }
}
